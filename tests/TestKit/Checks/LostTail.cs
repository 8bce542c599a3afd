using ActiveActive.TestKit.History;

namespace ActiveActive.TestKit.Checks;

/// <summary>
/// Judges a run in which a database was replaced by an asynchronous standby, so that what was acknowledged in its last moments may be gone. Everything else is held against every promise.
/// </summary>
/// <remarks>
/// <para>What a caller was told in those moments proves nothing any more: such operations count as of unknown outcome, which may take effect once or never. So an effect that was lost
/// earlier or later, or that is there twice, is found as ever.</para>
/// <para>A grain in memory goes on showing what was lost until its next change, which finds the row older than expected and makes it reload. So reads of a grain count again from the end
/// of its first change after the promotion.</para>
/// <para>Two things follow from the loss, as one cut of the log: a transfer that left in those moments may have been forgotten by its sender's database and yet be delivered by its silo, which
/// remembers; so such a transfer may arrive without having left, once, and the sum of all accounts may differ by it.</para>
/// </remarks>
/// <param name="from">From when on acknowledgements may be lost, in microseconds of <see cref="Clock"/>: the standby's lag before the old database ended.</param>
/// <param name="until">When the new database took writes.</param>
internal sealed class LostTail(long from, long until)
{
    /// <summary>How far the standby may have been behind. What was acknowledged earlier must be there.</summary>
    public static readonly TimeSpan MostLag = TimeSpan.FromSeconds(2);

    /// <summary>What must not be, though the tail is lost.</summary>
    public IReadOnlyList<Finding> Check(IReadOnlyList<Operation> history, FinalState final)
    {
        var relaxed = Relax(history);
        return AllCheckers.Check(relaxed, final, Halves(relaxed, final));
    }

    /// <summary>The transfers that arrived, or came back, though their leaving is lost.</summary>
    public IReadOnlySet<Guid> Halves(IReadOnlyList<Operation> history, FinalState final)
    {
        var entries = final.Accounts.Values.SelectMany(static account => account.Entries).Where(static entry => entry.Reference is not null).ToLookup(static entry => entry.Reference!);
        return history
            .Where(operation => operation.Kind == OperationKind.Transfer && operation.Outcome == Outcome.Unknown && operation.Start < until && operation.End >= from)
            .Where(operation => entries[operation.Id.ToString()].Select(static entry => entry.Kind).ToList() is [AccountEntryKind.Received or AccountEntryKind.Refunded])
            .Select(static operation => operation.Id)
            .ToHashSet();
    }

    /// <summary>The history with everything of unknown outcome that the loss may have made untrue.</summary>
    public IReadOnlyList<Operation> Relax(IReadOnlyList<Operation> history)
    {
        var reloaded = history
            .Where(operation => !operation.IsRead && operation.Outcome == Outcome.Ok && operation.Start >= until)
            .GroupBy(static operation => operation.Grain)
            .ToDictionary(static grain => grain.Key, static grain => grain.Min(static operation => operation.End));
        return [.. history.Select(operation => IsInDoubt(operation, reloaded) ? operation with { Outcome = Outcome.Unknown } : operation)];
    }

    /// <summary>How many acknowledged effects are gone, as far as the final state can tell: entries of accounts one by one, of counters the missing sum. Registers keep only their last text.</summary>
    public static long Count(IReadOnlyList<Operation> history, FinalState final)
    {
        var there = final.Accounts.Values.SelectMany(static account => account.Entries).Select(static entry => entry.Reference).ToHashSet();
        var acknowledged = history.Where(static operation => !operation.IsRead && operation.Outcome == Outcome.Ok).ToList();
        var entries = acknowledged.Count(operation => operation.IsOnAccount && !there.Contains(operation.Id.ToString()));
        return entries + acknowledged.Where(static operation => operation.IsOnCounter).GroupBy(static operation => operation.Key)
            .Sum(counter => Math.Max(0, counter.Count() - (final.Counters.TryGetValue(counter.Key, out var value) ? value.Value : 0)));
    }

    private bool IsInDoubt(Operation operation, Dictionary<string, long> reloaded) =>
        operation.Outcome != Outcome.Unknown && operation.End >= from
        && operation.Start < (operation.IsRead ? Math.Max(until, reloaded.GetValueOrDefault(operation.Grain, long.MaxValue)) : until);
}
