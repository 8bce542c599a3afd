namespace ActiveActive.Cli.Top;

/// <summary>What a region does.</summary>
internal sealed record TopRegionFigures(int SilosActive, int SilosOther, double CallsPerSecond, double ErrorsPerSecond, double WritesPerSecond, TopLatency Latency, int Activations);
