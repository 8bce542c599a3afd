namespace ActiveActive.Benchmarks.Driver;

/// <summary>What a slice of load came to.</summary>
internal sealed record BenchResult
{
    /// <summary>Calls answered within the counted time.</summary>
    public required long Calls { get; init; }

    /// <summary>Calls that failed, warm-up included.</summary>
    public long Errors { get; init; }

    public string? FirstError { get; init; }

    /// <summary>The counted time.</summary>
    public required double Seconds { get; init; }

    public required Latency Latency { get; init; }

    /// <summary>The answer to <see cref="BenchWork.Collect"/>.</summary>
    public NodeMemory? Memory { get; init; }

    public double CallsPerSecond => Seconds > 0 ? Calls / Seconds : 0;
}
