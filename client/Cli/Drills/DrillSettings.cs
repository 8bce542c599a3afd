using ActiveActive.Cli.Drills.Faults;

namespace ActiveActive.Cli.Drills;

/// <summary>What a drill shall do.</summary>
internal sealed record DrillSettings
{
    /// <summary>
    /// How long the load runs before anything is measured or broken, in seconds: all processes have only just started, and their first calls are as slow as those of no region that
    /// has served for a while. The checkers hold these calls against every promise, too.
    /// </summary>
    public int WarmUp { get; init; } = 10;

    /// <summary>How long the load lasts at least after that; null for what the faults need. It lasts longer when a fault does.</summary>
    public int? Seconds { get; init; }

    public int Silos { get; init; } = 3;

    /// <summary>Processes that make load.</summary>
    public int Clients { get; init; } = 2;

    /// <summary>A third of them counters, a third accounts, a third registers.</summary>
    public int Grains { get; init; } = 200;

    /// <summary>Operations per second of all clients together.</summary>
    public int Rate { get; init; } = 1000;

    /// <summary>What goes wrong, all in the same run.</summary>
    public IReadOnlyList<IFault> Faults { get; init; } = FaultCatalog.Parse("kill");

    /// <summary>The bug that the silos run with, which the checkers must find; null for none.</summary>
    public PlantedBug? Plant { get; init; }

    public int Seed { get; init; }

    /// <summary>Where history and verdict go; null for a new folder under the system's temporary one.</summary>
    public string? Output { get; init; }

    public string? SiloHost { get; init; }

    /// <summary>The faults as the command line names them.</summary>
    public string FaultArguments => Faults is [RepeatedKillFault repeated] ? $"--fault {repeated.Name} --kills {repeated.Kills}" : $"--fault {FaultNames}";

    /// <summary>The faults' names, as given.</summary>
    public string FaultNames => string.Join(',', Faults.Select(static fault => fault.Name));

    /// <summary>How long the measured load lasts, unless a fault takes longer: what is asked for, or the longest that one of the faults needs, and more for several.</summary>
    public int LoadSeconds => Seconds ?? Faults.Max(static fault => fault.Seconds) + (10 * (Faults.Count - 1));

    public FaultNeeds Needs => Faults.Aggregate(FaultNeeds.Nothing, static (needs, fault) => needs | fault.Needs);
}
