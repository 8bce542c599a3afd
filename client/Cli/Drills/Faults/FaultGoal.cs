using ActiveActive.TestKit.Checks;

namespace ActiveActive.Cli.Drills.Faults;

/// <summary>How well a fault should be borne. All times in seconds; null for no demand.</summary>
/// <param name="GapP99">The longest gap of all grains but one in a hundred.</param>
/// <param name="GapMax">The longest gap of any grain.</param>
/// <param name="Recovery">From the heal (<see cref="TestKit.History.TimedEventKind.Healed"/>) until each grain was answered again.</param>
/// <param name="Converged">From the end of the load until all regions showed the same.</param>
/// <param name="LagP99">How long changes took from region to region while the fault lasted, but one in a hundred.</param>
/// <param name="NoFailedCall">Whether a failed call breaks a promise, except of callers whose own region is broken on purpose. The times are aims: a miss is shown and fails nothing, because it may be the machine's.</param>
internal sealed record FaultGoal(double? GapP99 = null, double? GapMax = null, double? Recovery = null, double? Converged = null, double? LagP99 = null, bool NoFailedCall = false)
{
    /// <summary>Whether times in milliseconds are within the aims.</summary>
    public bool IsMetBy(Gaps gaps, double? recovery, RegionFigures? regions = null) =>
        IsWithin(gaps.P99, GapP99) && IsWithin(gaps.Max, GapMax) && IsWithin(recovery, Recovery) && IsWithin(regions?.ConvergedMilliseconds, Converged) && IsWithin(regions?.LagWhileBroken?.P99, LagP99);

    private static bool IsWithin(double? milliseconds, double? seconds) => seconds is null || milliseconds is null || milliseconds <= seconds * 1000;
}
