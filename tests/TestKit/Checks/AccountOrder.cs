using System.Collections.Immutable;
using ActiveActive.TestKit.History;

namespace ActiveActive.TestKit.Checks;

/// <summary>The check of one account; <see cref="VersionOrderChecker"/> says what it demands. A version is a number of entries.</summary>
/// <param name="key">The account.</param>
/// <param name="entries">Its history at the end.</param>
/// <param name="operations">Its operations; what other accounts sent is in <paramref name="entries"/> only.</param>
/// <param name="starts">When the operations of all accounts began, by their reference.</param>
internal sealed class AccountOrder(string key, ImmutableArray<AccountEntry> entries, IReadOnlyList<Operation> operations, Dictionary<string, long> starts)
{
    public IEnumerable<Finding> Check()
    {
        // The latest start among the operations that made the first n entries: no answer that ended before it can tell of them.
        var begun = new long[entries.Length + 1];
        begun[0] = long.MinValue;
        for (var i = 0; i < entries.Length; i++)
        {
            begun[i + 1] = Math.Max(begun[i], entries[i].Reference is { } reference ? starts.GetValueOrDefault(reference, long.MinValue) : long.MinValue);
        }

        var answered = operations.Where(static operation => operation.Outcome == Outcome.Ok).ToList();
        return [.. answered.Select(operation => Answer(operation, begun)).OfType<Finding>(), .. Refusals(answered, begun)];
    }

    private Finding? Answer(Operation operation, long[] begun)
    {
        var what = $"{operation.Kind} {operation.Id} on account {key}";
        if (operation.Version > entries.Length)
        {
            return new(FindingKind.Lost, operation.Version - entries.Length, $"{what} was told of entry {operation.Version}; at the end there are {entries.Length}");
        }

        if (operation.Version < 0 || operation.Value != Balance(operation.Version))
        {
            return new(FindingKind.NotLinearizable, 1, $"{what} was told balance {operation.Value} after {operation.Version} entries, which is not the balance of that entry: what it saw has vanished");
        }

        if (!operation.IsRead && !IsMadeBy(operation))
        {
            return new(FindingKind.NotLinearizable, 1, $"{what} was told that it made entry {operation.Version}, which another operation made");
        }

        return begun[operation.Version] > operation.End
            ? new(FindingKind.NotLinearizable, 1, $"{what} was told of {operation.Version} entries before the operation of one of them had begun")
            : null;
    }

    // What a transfer puts in, there or back here, has its reference too; it was not told of that.
    private bool IsMadeBy(Operation operation) => operation.Version > 0 && entries[(int)operation.Version - 1] is { Kind: not (AccountEntryKind.Received or AccountEntryKind.Refunded) } entry
        && entry.Reference == operation.Id.ToString();

    // Whether a moment existed at which the refusal was right.
    private IEnumerable<Finding> Refusals(List<Operation> answered, long[] begun)
    {
        var byEnd = answered.OrderBy(static operation => operation.End).ToList();
        var byStart = answered.OrderByDescending(static operation => operation.Start).ToList();
        var refusals = operations.Where(static operation => operation.Outcome == Outcome.Refused).OrderBy(static operation => operation.Start).ToList();

        // For each refusal, the highest version that can have been there when it ended: below what later answers tell.
        var highest = new Dictionary<Operation, long>(ReferenceEqualityComparer.Instance);
        var (later, most) = (0, (long)entries.Length);
        foreach (var refusal in refusals.OrderByDescending(static operation => operation.End))
        {
            for (; later < byStart.Count && byStart[later].Start > refusal.End; later++)
            {
                most = Math.Min(most, byStart[later].IsRead ? byStart[later].Version : byStart[later].Version - 1);
            }

            highest[refusal] = most;
        }

        // Accounts are opened and filled before the load.
        var opened = (long)entries.TakeWhile(static entry => entry.Reference is null).Count();
        var (earlier, least) = (0, opened);
        var put = new PriorityQueue<long, long>();
        foreach (var refusal in refusals)
        {
            for (; earlier < byEnd.Count && byEnd[earlier].End < refusal.Start; earlier++)
            {
                least = Math.Min(entries.Length, Math.Max(least, byEnd[earlier].Version));
            }

            while (put.TryPeek(out var at, out var end) && end < refusal.Start)
            {
                least = Math.Max(least, at);
                put.Dequeue();
            }

            var version = least;
            while (version <= highest[refusal] && begun[version] <= refusal.End && !Explains(refusal, version))
            {
                version++;
            }

            if (version > highest[refusal] || begun[version] > refusal.End)
            {
                yield return new(FindingKind.NotLinearizable, 1, $"{refusal.Kind} {refusal.Id} of {refusal.Amount} on account {key} was refused without reason: in its time the balance allowed it");
                continue;
            }

            put.Enqueue(version, refusal.End);
        }
    }

    private bool Explains(Operation refusal, long version) => refusal.Kind == OperationKind.Deposit
        ? version == 0 || entries is not [{ Kind: AccountEntryKind.Opened }, ..]
        : Balance(version) < refusal.Amount;

    private long Balance(long version) => version == 0 ? 0 : entries[(int)version - 1].Balance;
}
