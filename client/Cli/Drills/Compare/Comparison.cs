namespace ActiveActive.Cli.Drills.Compare;

/// <summary>What a comparison found. Also the result file.</summary>
internal sealed record Comparison
{
    public required string Fault { get; init; }

    public required int Seed { get; init; }

    public required int Processors { get; init; }

    public required int Nodes { get; init; }

    public required int Clients { get; init; }

    public required int Grains { get; init; }

    public required int CallsPerSecond { get; init; }

    public required IReadOnlyList<CompareSummary> Targets { get; init; }

    /// <summary>Whether all trials of ours passed.</summary>
    public bool Passed => Trials.Where(static trial => trial.Target == CompareTarget.Ours.Name).All(static ours => ours.Passed);

    public required IReadOnlyList<CompareTrial> Trials { get; init; }

    public required string Folder { get; init; }
}
