namespace ActiveActive.Cli.Bench.Report;

/// <summary>How two systems compare at one level.</summary>
/// <param name="Name">Such as <c>ours/stock</c>.</param>
/// <param name="InFlight">The level.</param>
/// <param name="Value">How many times the second one's calls per second the first one's are.</param>
internal sealed record BenchRatio(string Name, int InFlight, double Value)
{
    private static readonly (string One, string Other)[] Compared =
    [
        ("ours", BenchPeers.Stock), ("ours-durable", BenchPeers.Stock), ("ours-hot", BenchPeers.Stock), ("ours", BenchPeers.Akka),
        ("ours-encrypted", "ours"), ("ours-encrypted-durable", "ours-durable"), ("ours", "ours-unobserved"), ("ours-durable", "ours-unobserved-durable"),
    ];

    /// <summary>All that can be made of these figures.</summary>
    public static IReadOnlyList<BenchRatio> Of(IReadOnlyList<BenchFigure> figures) =>
    [
        .. from level in figures.Where(static figure => figure.InFlight > 0).GroupBy(static figure => figure.InFlight)
           from pair in Compared
           let ratio = BenchMath.Ratio(Rate(level, pair.One), Rate(level, pair.Other))
           where ratio is not null
           select new BenchRatio($"{pair.One}/{pair.Other}", level.Key, Math.Round(ratio.Value, 2)),
    ];

    private static double Rate(IEnumerable<BenchFigure> level, string system) => level.FirstOrDefault(figure => figure.System == system)?.CallsPerSecond ?? 0;
}
