namespace ActiveActive.Benchmarks.Driver;

/// <summary>How long calls took, in milliseconds; from an HdrHistogram with three digits.</summary>
internal sealed record Latency(double Mean, double P50, double P90, double P99, double P999, double Max)
{
    public static Latency None { get; } = new(0, 0, 0, 0, 0, 0);
}
