using Orleans.Concurrency;

namespace ActiveActive.Benchmarks;

/// <summary>A grain with Orleans' own <c>IPersistentState</c>.</summary>
[Alias("bench.IBenchGrain")]
internal interface IBenchGrain : IGrainWithStringKey
{
    /// <summary>Changes the state, stores it, and answers how often that was done.</summary>
    /// <param name="payload">Bytes that the state shall hold.</param>
    [Alias("Write")]
    Task<long> Write(int payload);

    /// <summary>How often the state was written.</summary>
    [ReadOnly, Alias("Read")]
    Task<long> Read();
}
