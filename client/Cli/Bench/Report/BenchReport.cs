using ActiveActive.Cli.Drills.Report;

namespace ActiveActive.Cli.Bench.Report;

/// <summary>All of a benchmark: <c>bench.json</c>. What its kind does not measure is empty or null.</summary>
internal sealed record BenchReport
{
    public required string Kind { get; init; }

    /// <summary>Repeats it.</summary>
    public required string Command { get; init; }

    public required int Seed { get; init; }

    public required DateTimeOffset Began { get; init; }

    public required ReportMachine Machine { get; init; }

    /// <summary>The processor's name as the system has it.</summary>
    public required string Processor { get; init; }

    /// <summary>The database server's settings, as it says itself.</summary>
    public required IReadOnlyDictionary<string, string> Database { get; init; }

    /// <summary>Milliseconds by which each of the database's answers came later.</summary>
    public required int CommitDelayMilliseconds { get; init; }

    public required BenchSettings Settings { get; init; }

    public IReadOnlyList<BenchFigure> Figures { get; init; } = [];

    public IReadOnlyList<BenchRatio> Ratios { get; init; } = [];

    public IReadOnlyList<BenchLimit> Limits { get; init; } = [];

    public GrowthReport? Growth { get; init; }

    public IReadOnlyList<StartFigure> Starts { get; init; } = [];

    public SoakReport? Soak { get; init; }

    public RegionsReport? Regions { get; init; }

    public required string Folder { get; init; }

    /// <summary>Whether no call failed and what was checked is so.</summary>
    public bool Passed => Figures.All(static figure => figure.Errors == 0) && Growth?.Passed != false && Soak?.Passed != false && Regions?.Passed != false;
}
