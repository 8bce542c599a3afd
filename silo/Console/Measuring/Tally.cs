using ActiveActive.Silo.Console.Model;

namespace ActiveActive.Silo.Console.Measuring;

/// <summary>What a silo has counted: since it started, or between two such times.</summary>
internal sealed class Tally
{
    private const int Latency = (int)Counted.Kinds;
    private const int Flush = Latency + LatencyScale.Buckets;
    private readonly long[] _values;

    private Tally(long[] values) => _values = values;

    /// <summary>Nothing yet.</summary>
    public static Tally Empty() => new(new long[Flush + LatencyScale.Buckets]);

    /// <summary>How often something happened.</summary>
    public long this[Counted kind] => Volatile.Read(ref _values[(int)kind]);

    /// <summary>The buckets of the calls' times.</summary>
    public ReadOnlySpan<long> Calls => _values.AsSpan(Latency, LatencyScale.Buckets);

    /// <summary>The buckets of the group commits' times.</summary>
    public ReadOnlySpan<long> Flushes => _values.AsSpan(Flush, LatencyScale.Buckets);

    /// <summary>Counts something. By any thread.</summary>
    public void Add(Counted kind, long many = 1) => Interlocked.Add(ref _values[(int)kind], many);

    /// <summary>Counts a call's time in seconds. By any thread.</summary>
    public void AddCall(double seconds) => Interlocked.Increment(ref _values[Latency + LatencyScale.Of(seconds)]);

    /// <summary>Counts a group commit's time in seconds. By any thread.</summary>
    public void AddFlush(double seconds) => Interlocked.Increment(ref _values[Flush + LatencyScale.Of(seconds)]);

    /// <summary>What is counted by now.</summary>
    public Tally Copy() => new([.. _values]);

    /// <summary>What was counted since an earlier copy.</summary>
    public Tally Since(Tally earlier) => new([.. _values.Zip(earlier._values, static (now, then) => now - then)]);

    /// <summary>Percentiles.</summary>
    public static LatencyView Percentiles(ReadOnlySpan<long> counts) =>
        new(Rounded.To(LatencyScale.Percentile(counts, 0.5)), Rounded.To(LatencyScale.Percentile(counts, 0.99)), Rounded.To(LatencyScale.Percentile(counts, 0.999)));
}
