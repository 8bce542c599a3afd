namespace ActiveActive.Benchmarks;

/// <summary>A grain with <c>IDurableState</c>: ours only.</summary>
[ExactlyOnce, Alias("bench.IDurableBenchGrain")]
internal interface IDurableBenchGrain : IGrainWithStringKey
{
    /// <summary>As <see cref="IBenchGrain.Write"/>; once, however often it is called under its request id.</summary>
    [Alias("Write")]
    Task<long> Write(int payload);
}
