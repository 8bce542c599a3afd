namespace ActiveActive.Benchmarks;

/// <summary>A counter that many callers change at once.</summary>
[ExactlyOnce, Alias("bench.IHotBenchGrain")]
internal interface IHotBenchGrain : IGrainWithStringKey
{
    /// <summary>Adds, and answers the sum when it is stored.</summary>
    [Alias("Add")]
    Task<long> Add(long amount);
}
