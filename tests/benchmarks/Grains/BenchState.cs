namespace ActiveActive.Benchmarks;

/// <summary>What is stored by <c>IPersistentState</c>.</summary>
[GenerateSerializer, Alias("bench.BenchState")]
internal sealed class BenchState
{
    [Id(0)]
    public long Number { get; set; }

    [Id(1)]
    public byte[] Payload { get; set; } = [];
}
