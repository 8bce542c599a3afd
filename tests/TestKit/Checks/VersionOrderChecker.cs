using ActiveActive.TestKit.History;

namespace ActiveActive.TestKit.Checks;

/// <summary>
/// Every counter and every account is linearizable, in the order that the versions in the answers tell. Together with <see cref="CounterChecker"/> (each version was told to one addition),
/// <see cref="AccountChecker"/> and <see cref="MonotonicChecker"/> (no version is told after a later one) it demands:
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>An answer's value is the value of the version that it names: of a counter, as all additions are of 1, the version itself; of an account, the balance of that entry at the end. So
/// a read that saw a write which later vanished, or was replaced by another, is found. An acknowledged change made the very entry that it was told of.</item>
/// <item>Nothing is seen before it was asked for. An account's entries name their operations. Of a counter the versions that were told to nobody must have been made by unknown
/// additions, one each, made early enough: the n-th such version by the n-th to start (if any assignment is possible, that one is, by exchange).</item>
/// <item>No version that was told is gone at the end.</item>
/// <item>A withdrawal or transfer that was refused met a moment at which the balance was too small; a deposit is never refused once the account is open. Refusals keep to real time among
/// each other, too: each takes the earliest version that is possible, which leaves the most to later ones.</item>
/// </list>
/// As versions give the order, it only remains to see that each operation can have a moment between its start and its end in that order: O(n log n), and nothing stays undecided. If the
/// versions themselves lie, some demand fails, since values, entries and times do not depend on them.
/// </remarks>
internal static class VersionOrderChecker
{
    public static IEnumerable<Finding> Check(IReadOnlyList<Operation> history, FinalState final)
    {
        var counters = history.Where(static operation => operation.IsOnCounter).ToLookup(static operation => operation.Key);
        var accounts = history.Where(static operation => operation.IsOnAccount).ToLookup(static operation => operation.Key);
        var starts = history.Where(static operation => operation.IsOnAccount && !operation.IsRead).GroupBy(static operation => operation.Id.ToString())
            .ToDictionary(static group => group.Key, static group => group.Min(static operation => operation.Start));
        return
        [
            .. final.Counters.SelectMany(counter => Counter(counter.Key, counter.Value, [.. counters[counter.Key]])),
            .. final.Accounts.SelectMany(account => new AccountOrder(account.Key, account.Value.Entries, [.. accounts[account.Key]], starts).Check()),
        ];
    }

    private static IEnumerable<Finding> Counter(string key, CounterValue final, IReadOnlyList<Operation> operations)
    {
        var answered = operations.Where(static operation => operation.Outcome == Outcome.Ok).ToList();
        foreach (var wrong in answered.Where(static operation => operation.Value != operation.Version))
        {
            yield return new(FindingKind.NotLinearizable, 1, $"{wrong.Kind} {wrong.Id} on counter {key} was told value {wrong.Value} at version {wrong.Version}; {wrong.Version} additions of 1 make {wrong.Version}");
        }

        if (answered.Count == 0)
        {
            yield break;
        }

        var highest = answered.MaxBy(static operation => operation.Version)!;
        if (highest.Version > final.Version)
        {
            yield return new(FindingKind.Lost, highest.Version - final.Version, $"{highest.Kind} {highest.Id} on counter {key} was told version {highest.Version}; at the end it is {final.Version}");
        }

        // Versions told to nobody, each with the end of the first answer that shows that it had been made.
        var told = answered.Where(static operation => !operation.IsRead).Select(static operation => operation.Version).ToHashSet();
        var unknown = operations.Where(static operation => !operation.IsRead && operation.Outcome == Outcome.Unknown).Select(static operation => operation.Start).Order().ToList();
        var byVersion = answered.OrderByDescending(static operation => operation.Version).ToList();
        var (next, shownBy) = (0, new Stack<(long Version, Operation First)>());
        Operation? first = null;
        for (var version = highest.Version; version > 0; version--)
        {
            for (; next < byVersion.Count && byVersion[next].Version >= version; next++)
            {
                first = first is null || byVersion[next].End < first.End ? byVersion[next] : first;
            }

            if (!told.Contains(version))
            {
                shownBy.Push((version, first!));
            }
        }

        foreach (var (i, (version, shown)) in shownBy.Index())
        {
            if (i >= unknown.Count || unknown[i] > shown.End)
            {
                yield return new(
                    i >= unknown.Count ? FindingKind.Doubled : FindingKind.NotLinearizable,
                    1,
                    $"{shown.Kind} {shown.Id} on counter {key} was told version {shown.Version}, but {(i >= unknown.Count ? "nobody" : "by then nobody")} had asked for the addition that made version {version}");
                break;
            }
        }
    }
}
