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

    /// <summary>Whether ours lost and doubled nothing and no silo of it died. What peers do is only measured.</summary>
    public bool Passed => Targets.Where(static target => target.Target == CompareTarget.Ours.Name).All(static ours => ours is { Lost: 0, Doubled: 0, Died: 0 });

    public required IReadOnlyList<CompareTrial> Trials { get; init; }

    public required string Folder { get; init; }
}
