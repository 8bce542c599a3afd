namespace ActiveActive.Silo.Console.Model;

/// <summary>What a region's silos do together, over the last seconds.</summary>
/// <param name="SilosActive">Silos that serve.</param>
/// <param name="SilosOther">Silos that are joining, draining or suspected.</param>
/// <param name="CallsPerSecond">Grain calls.</param>
/// <param name="ErrorsPerSecond">Calls that failed; refusals by rule are not among them.</param>
/// <param name="RefusalsPerSecond">Calls that were refused by rule, as for want of money.</param>
/// <param name="RetriesPerSecond">Calls that came for a second time or more.</param>
/// <param name="DuplicatesPerSecond">Calls that were answered from a stored reply, and not applied again.</param>
/// <param name="Latency">How long calls took.</param>
/// <param name="FlushesPerSecond">Group commits.</param>
/// <param name="WritesPerSecond">Writes in them.</param>
/// <param name="Activations">Grains in memory.</param>
/// <param name="IsWhole">Whether it knows all that it should; false while it rejoins or takes a snapshot, when it refuses writes of replicated state.</param>
internal sealed record RegionFigures(
    int SilosActive,
    int SilosOther,
    double CallsPerSecond,
    double ErrorsPerSecond,
    double RefusalsPerSecond,
    double RetriesPerSecond,
    double DuplicatesPerSecond,
    LatencyView Latency,
    double FlushesPerSecond,
    double WritesPerSecond,
    int Activations,
    bool IsWhole);
