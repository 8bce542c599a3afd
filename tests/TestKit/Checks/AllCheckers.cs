using ActiveActive.TestKit.Checks.Linearizability;
using ActiveActive.TestKit.History;

namespace ActiveActive.TestKit.Checks;

/// <summary>Every checker over a whole history and what the region holds at the end: exactly once, no lost acknowledged effect, money, reads never go back, linearizability of each grain.</summary>
internal static class AllCheckers
{
    /// <param name="history">All operations.</param>
    /// <param name="final">What is there at the end.</param>
    /// <param name="arrivedOnly">Transfers that may arrive once without having left; null for none. See <see cref="LostTail"/>.</param>
    /// <param name="restored">See <see cref="MonotonicChecker"/>.</param>
    /// <returns>What must not be; empty when every promise was kept.</returns>
    public static IReadOnlyList<Finding> Check(IReadOnlyList<Operation> history, FinalState final, IReadOnlySet<Guid>? arrivedOnly = null, (string Region, long At)? restored = null) =>
    [
        .. CounterChecker.Check(history, final),
        .. AccountChecker.Check(history, final, arrivedOnly),
        .. MonotonicChecker.Check(history, restored),
        .. VersionOrderChecker.Check(history, final),
        .. RegisterChecker.Check(history, final),
        .. CartChecker.Check(history, final),
    ];
}
