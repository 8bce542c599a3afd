using BenchmarkDotNet.Attributes;

namespace ActiveActive.Benchmarks.Micro;

/// <summary>Making ids of calls and effects.</summary>
public class RequestIdBenchmark
{
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;
    private readonly RequestId _parent = RequestId.New(DateTimeOffset.UtcNow);

    [Benchmark]
    public RequestId New() => RequestId.New(_now);

    [Benchmark]
    public RequestId Derive() => _parent.Derive("effect", "bench-durable/bench-1234/bench", 1);
}
