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

    /// <summary>How many linked regions there are, for the faults that need some.</summary>
    public int Regions { get; init; } = 3;

    /// <summary>Whether there are several though no fault needs them: a control.</summary>
    public bool IsControlOverRegions { get; init; }

    /// <summary>How many silos a region has. Unless set: 3, with several regions 2.</summary>
    public int Silos { get => Or(field, 3, 2); init; }

    /// <summary>Processes that make load. Of several regions each has one.</summary>
    public int Clients { get; init; } = 2;

    /// <summary>A third of them counters, a third accounts, a third registers; in several regions all of them carts. Unless set: 200, with several regions 12.</summary>
    public int Grains { get => Or(field, 200, 12); init; }

    /// <summary>Operations per second of all clients together. Unless set: 1000, with several regions 90.</summary>
    public int Rate { get => Or(field, 1000, 90); init; }

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

    /// <summary>Whether the faults need several regions.</summary>
    public bool IsOverRegions => Needs.HasFlag(FaultNeeds.Regions);

    public FaultNeeds Needs => Faults.Aggregate(IsControlOverRegions ? FaultNeeds.Regions : FaultNeeds.Nothing, static (needs, fault) => needs | fault.Needs);

    private int Or(int given, int one, int several) => given > 0 ? given : IsOverRegions ? several : one;
}
