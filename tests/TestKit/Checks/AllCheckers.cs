using ActiveActive.TestKit.Checks.Linearizability;
using ActiveActive.TestKit.History;

namespace ActiveActive.TestKit.Checks;

/// <summary>Every checker over a whole history and what the region holds at the end: exactly once, no lost acknowledged effect, money, reads never go back, linearizability of each grain.</summary>
internal static class AllCheckers
{
    /// <returns>What must not be; empty when every promise was kept.</returns>
    public static IReadOnlyList<Finding> Check(IReadOnlyList<Operation> history, FinalState final) =>
    [
        .. CounterChecker.Check(history, final),
        .. AccountChecker.Check(history, final),
        .. MonotonicChecker.Check(history),
        .. VersionOrderChecker.Check(history, final),
        .. RegisterChecker.Check(history, final),
    ];
}
