namespace ActiveActive.Cli.Bench.Report;

/// <summary>How near ours comes to what this machine allows (<see cref="BenchMath.Limit"/>).</summary>
/// <param name="InFlight">The level.</param>
/// <param name="CallsPerSecond">Calls of plain Orleans that write nothing.</param>
/// <param name="RowsPerSecond">Rows of our flush statement by bare Npgsql.</param>
/// <param name="Limit">Writes per second that both of these allow.</param>
/// <param name="Share">Ours divided by it.</param>
internal sealed record BenchLimit(int InFlight, double CallsPerSecond, double RowsPerSecond, double Limit, double Share)
{
    public static IReadOnlyList<BenchLimit> Of(IReadOnlyList<BenchFigure> figures) =>
    [
        .. from level in figures.Where(static figure => figure.InFlight > 0).GroupBy(static figure => figure.InFlight)
           let calls = Rate(level, "stock-read")
           let rows = Rate(level, BenchPeers.Raw)
           let limit = BenchMath.Limit(calls, rows)
           where limit is not null
           select new BenchLimit(level.Key, calls, rows, Math.Round(limit.Value, 1), Math.Round(Rate(level, "ours") / limit.Value, 3)),
    ];

    private static double Rate(IEnumerable<BenchFigure> level, string system) => level.FirstOrDefault(figure => figure.System == system)?.CallsPerSecond ?? 0;
}
