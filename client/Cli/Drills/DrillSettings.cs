namespace ActiveActive.Cli.Drills;

/// <summary>What a drill shall do.</summary>
internal sealed record DrillSettings
{
    public int Seconds { get; init; } = 30;

    public int Silos { get; init; } = 3;

    /// <summary>Processes that make load.</summary>
    public int Clients { get; init; } = 2;

    /// <summary>A third of them counters, a third accounts, a third registers.</summary>
    public int Grains { get; init; } = 200;

    /// <summary>Operations per second of all clients together.</summary>
    public int Rate { get; init; } = 1000;

    public DrillFault Fault { get; init; } = DrillFault.Kill;

    /// <summary>Whether the silos run with the planted bug, which the checkers must find.</summary>
    public bool PlantNoEffectIds { get; init; }

    public int Seed { get; init; }

    /// <summary>Where history and verdict go; null for a new folder under the system's temporary one.</summary>
    public string? Output { get; init; }

    public string? SiloHost { get; init; }
}
