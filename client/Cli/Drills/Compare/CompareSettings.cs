namespace ActiveActive.Cli.Drills.Compare;

/// <summary>What a comparison shall do.</summary>
internal sealed record CompareSettings
{
    /// <summary>What is measured, in the order of each trial.</summary>
    public required IReadOnlyList<CompareTarget> Targets { get; init; }

    public int Trials { get; init; } = 1;

    public int Seed { get; init; }

    public int Nodes { get; init; } = 3;

    /// <summary>Processes that make load.</summary>
    public int Clients { get; init; } = 2;

    /// <summary>Counters.</summary>
    public int Grains { get; init; } = 200;

    /// <summary>Calls per second, of all clients together: five for each counter.</summary>
    public int Rate { get; init; } = 1000;

    /// <summary>
    /// How long the load runs before the fault. Long enough for stock Orleans to have measured its probes, four of which take 20 s by default: its detection is much
    /// slower before.
    /// </summary>
    public int SecondsBefore { get; init; } = 25;

    /// <summary>Where histories, logs and the result go; null for a new folder under the system's temporary one.</summary>
    public string? Output { get; init; }

    public string? SiloHost { get; init; }

    /// <summary>A comparison with the numbers of a drill.</summary>
    /// <param name="drill">How many of what. Its times are not taken: they would be unfair to systems that need longer.</param>
    /// <param name="targets">What is measured.</param>
    /// <param name="trials">How often.</param>
    /// <param name="ownRate">Whether the drill's rate was asked for; else it is five calls a second for each grain.</param>
    public static CompareSettings Of(DrillSettings drill, IReadOnlyList<CompareTarget> targets, int trials, bool ownRate) => new()
    {
        Targets = targets,
        Trials = trials,
        Seed = drill.Seed,
        Nodes = drill.Silos,
        Clients = drill.Clients,
        Grains = drill.Grains,
        Rate = ownRate ? drill.Rate : drill.Grains * 5,
        Output = drill.Output,
        SiloHost = drill.SiloHost,
    };
}
