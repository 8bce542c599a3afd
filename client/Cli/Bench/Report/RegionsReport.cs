namespace ActiveActive.Cli.Bench.Report;

/// <summary>What several linked regions do under writes in all of them.</summary>
/// <param name="Regions">How many.</param>
/// <param name="InFlight">Calls that waited in each region at any moment when the most was measured.</param>
/// <param name="CutSeconds">How long a region was cut off.</param>
/// <param name="Trials">One after the other.</param>
internal sealed record RegionsReport(int Regions, int InFlight, int CutSeconds, IReadOnlyList<RegionsTrial> Trials)
{
    /// <summary>Whether no write failed, and each region reached all that was written within the limit.</summary>
    public bool Passed => Trials.All(static trial => trial.Errors == 0 && trial.CatchUpSeconds is not null);

    public double Median(Func<RegionsTrial, double> figure) => BenchMath.Median(Trials.Select(figure));
}
