using ActiveActive.TestKit.Checks;

namespace ActiveActive.Cli.Drills.Faults;

/// <summary>How well a fault should be borne. All times in seconds; null for no demand.</summary>
/// <param name="GapP99">The longest gap of all grains but one in a hundred.</param>
/// <param name="GapMax">The longest gap of any grain.</param>
/// <param name="Recovery">From the heal (<see cref="TestKit.History.TimedEventKind.Healed"/>) until each grain was answered again.</param>
/// <param name="NoFailedCall">Whether a failed call breaks a promise. The times are aims: a miss is shown and fails nothing, because it may be the machine's.</param>
internal sealed record FaultGoal(double? GapP99 = null, double? GapMax = null, double? Recovery = null, bool NoFailedCall = false)
{
    /// <summary>Whether times in milliseconds are within the aims.</summary>
    public bool IsMetBy(Gaps gaps, double? recovery) => IsWithin(gaps.P99, GapP99) && IsWithin(gaps.Max, GapMax) && IsWithin(recovery, Recovery);

    private static bool IsWithin(double? milliseconds, double? seconds) => seconds is null || milliseconds is null || milliseconds <= seconds * 1000;
}
