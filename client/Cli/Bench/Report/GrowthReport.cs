namespace ActiveActive.Cli.Bench.Report;

/// <summary>What a growing number of stored grains changes.</summary>
internal sealed record GrowthReport
{
    /// <summary>Rows before.</summary>
    public required long FewRows { get; init; }

    /// <summary>Rows after.</summary>
    public required long ManyRows { get; init; }

    /// <summary>Writes with few rows stored, at each level.</summary>
    public required IReadOnlyList<BenchFigure> Few { get; init; }

    /// <summary>Writes of as many grains, spread over many rows.</summary>
    public required IReadOnlyList<BenchFigure> Many { get; init; }

    public required ActivationFigure Activation { get; init; }

    /// <summary>Whether a silo read a row that was stored without it, and wrote the next version of it.</summary>
    public required bool SiloReadStoredRow { get; init; }

    public bool Passed => SiloReadStoredRow && Activation.Errors == 0 && Few.Concat(Many).All(static figure => figure.Errors == 0);
}
