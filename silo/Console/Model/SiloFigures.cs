namespace ActiveActive.Silo.Console.Model;

/// <summary>What a silo does, over the last <see cref="ConsoleLimits.WindowSeconds"/> seconds where it is a rate or a percentile.</summary>
/// <param name="Cpu">The share of the machine's processors that it uses, 0 to 1.</param>
/// <param name="MemoryBytes">Its working set.</param>
/// <param name="MemoryLimitBytes">What it may use.</param>
/// <param name="Activations">Grains in its memory.</param>
/// <param name="Grains">The same and its calls by types of grains, the most calls first; at most <see cref="ConsoleLimits.GrainTypes"/>.</param>
/// <param name="QueuedWrites">Writes that wait for a group commit or are in one.</param>
/// <param name="QueuedBytes">Their bytes.</param>
/// <param name="CallsPerSecond">Grain calls.</param>
/// <param name="ErrorsPerSecond">Calls that failed.</param>
/// <param name="RefusalsPerSecond">Calls that were refused by rule.</param>
/// <param name="RetriesPerSecond">Calls that came for a second time or more.</param>
/// <param name="DuplicatesPerSecond">Calls that were answered from a stored reply.</param>
/// <param name="Latency">How long calls took.</param>
/// <param name="FlushesPerSecond">Group commits.</param>
/// <param name="WritesPerSecond">Writes in them.</param>
/// <param name="FlushDuration">How long they took.</param>
internal sealed record SiloFigures(
    double Cpu,
    long MemoryBytes,
    long MemoryLimitBytes,
    int Activations,
    IReadOnlyList<GrainTypeFigures> Grains,
    long QueuedWrites,
    long QueuedBytes,
    double CallsPerSecond,
    double ErrorsPerSecond,
    double RefusalsPerSecond,
    double RetriesPerSecond,
    double DuplicatesPerSecond,
    LatencyView Latency,
    double FlushesPerSecond,
    double WritesPerSecond,
    LatencyView FlushDuration);
