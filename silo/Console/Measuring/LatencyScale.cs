namespace ActiveActive.Silo.Console.Measuring;

/// <summary>Buckets of times, each a fifth longer than the one before, from ten microseconds to more than a minute and a half: counts of them can be added up over silos, and a percentile is right to within a tenth.</summary>
internal static class LatencyScale
{
    /// <summary>How many there are.</summary>
    public const int Buckets = 90;

    private const double First = 10e-6;
    private const double Ratio = 1.2;
    private static readonly double LogRatio = Math.Log(Ratio);

    /// <summary>The bucket of a time in seconds.</summary>
    public static int Of(double seconds) => seconds <= First || double.IsNaN(seconds) ? 0 : (int)Math.Min(Buckets - 1, Math.Ceiling(Math.Log(seconds / First) / LogRatio));

    /// <summary>The time below which so large a part of what was counted lies; null when nothing was.</summary>
    /// <param name="counts">How many are in each bucket.</param>
    /// <param name="part">From 0 to 1.</param>
    public static double? Percentile(ReadOnlySpan<long> counts, double part)
    {
        var total = 0L;
        foreach (var count in counts)
        {
            total += count;
        }

        if (total == 0)
        {
            return null;
        }

        var (rank, seen) = (Math.Max(1, (long)Math.Ceiling(total * part)), 0L);
        for (var bucket = 0; bucket < counts.Length; bucket++)
        {
            seen += counts[bucket];
            if (seen >= rank)
            {
                return Middle(bucket);
            }
        }

        return Middle(counts.Length - 1);
    }

    // The geometric middle.
    private static double Middle(int bucket) => bucket == 0 ? First : First * Math.Pow(Ratio, bucket - 0.5);
}
