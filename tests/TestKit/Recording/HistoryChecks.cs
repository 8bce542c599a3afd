using ActiveActive.TestKit.Checks;
using ActiveActive.TestKit.Recording;

namespace ActiveActive.TestKit;

/// <summary>
/// Holds a recorded history against what was promised. Each check judges each subject by itself, allows for unknown outcomes whatever is possible, and answers what it found,
/// nothing when all is well. <see cref="HistoryRecorder.Require"/> makes a failed test of it.
/// </summary>
public static class HistoryChecks
{
    /// <summary>
    /// Every acknowledged write is there exactly once; one with an unknown outcome at most once; a refused one, or one that nobody asked for, is not there. Finds lost
    /// and doubled writes.
    /// </summary>
    /// <param name="history">What was recorded, by one recorder or more.</param>
    /// <param name="effects">
    /// What each subject holds in the end, read when all load is over: the <see cref="RecordedOperation.Value"/>s of the writes that took effect. Each subject that was written must be
    /// among them. Writes that are not told apart by their values cannot be checked; give each a value of its own.
    /// </param>
    public static IReadOnlyList<Finding> ExactlyOnce(IEnumerable<RecordedOperation> history, IReadOnlyDictionary<string, IReadOnlyCollection<string>> effects)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(effects);
        return [.. ExactlyOnceChecker.Check([.. history], effects)];
    }

    /// <summary>
    /// No answer goes back in time: an operation that began after another one had ended tells of a version at least as high, and a write of a higher one. Finds stale reads, such as those of a
    /// silo that was replaced and does not know it, and acknowledged writes that were lost. Operations without a version are passed over.
    /// </summary>
    public static IReadOnlyList<Finding> MonotonicVersions(IEnumerable<RecordedOperation> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return [.. MonotonicVersionsChecker.Check(history)];
    }

    /// <summary>
    /// Each subject behaves like one register on one machine, empty at first: there is an order of all its operations, in keeping with real time, in which every read sees the write
    /// before it. The strongest of the checks; exact, in the time that sorting takes.
    /// </summary>
    /// <param name="history">What was recorded: reads with the value that they saw, null for an empty register; plain writes, no compare-and-swap, each with a value of its own.</param>
    /// <param name="held">What each subject holds in the end, read when all load is over.</param>
    public static IReadOnlyList<Finding> LinearizableRegister(IEnumerable<RecordedOperation> history, IReadOnlyDictionary<string, string?> held)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(held);
        return [.. LinearizableRegisterChecker.Check(history, held)];
    }

    /// <summary>For the subject that waited longest, the longest time in which none of its callers was answered: how long a failover was felt.</summary>
    /// <param name="history">What was recorded.</param>
    /// <returns>Counted from each subject's first operation to its last, so that one that was never answered again counts to the end. Zero when nothing was recorded.</returns>
    public static TimeSpan LongestGap(IEnumerable<RecordedOperation> history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var longest = TimeSpan.Zero;
        foreach (var subject in history.GroupBy(static operation => operation.Subject))
        {
            var answered = subject.Where(static operation => operation.Outcome != History.Outcome.Unknown).Select(static operation => operation.End);
            var ends = answered.Append(subject.Min(static operation => operation.Start)).Append(subject.Max(static operation => operation.End)).Order().ToList();
            for (var i = 1; i < ends.Count; i++)
            {
                longest = ends[i] - ends[i - 1] > longest ? ends[i] - ends[i - 1] : longest;
            }
        }

        return longest;
    }
}
