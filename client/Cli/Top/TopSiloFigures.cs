namespace ActiveActive.Cli.Top;

/// <summary>What a silo does.</summary>
internal sealed record TopSiloFigures(double Cpu, long MemoryBytes, int Activations, long QueuedWrites, double CallsPerSecond, double ErrorsPerSecond, TopLatency Latency);
