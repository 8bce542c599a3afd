using ActiveActive.Silo.Console.Measuring;

namespace ActiveActive.Silo.Console.Reports;

/// <summary>Counts of buckets, most of which are empty, in short: bucket, count, bucket, count.</summary>
internal static class Pairs
{
    public static long[] Write(ReadOnlySpan<long> counts)
    {
        var pairs = new List<long>();
        for (var bucket = 0; bucket < counts.Length; bucket++)
        {
            if (counts[bucket] > 0)
            {
                pairs.Add(bucket);
                pairs.Add(counts[bucket]);
            }
        }

        return [.. pairs];
    }

    /// <summary>Adds counts to others. What has no bucket here is left out: it may come from other code.</summary>
    public static void AddTo(long[] counts, IReadOnlyList<long> pairs)
    {
        for (var i = 0; i + 1 < pairs.Count; i += 2)
        {
            if (pairs[i] is >= 0 and < LatencyScale.Buckets)
            {
                counts[pairs[i]] += pairs[i + 1];
            }
        }
    }
}
