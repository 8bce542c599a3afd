using ActiveActive.TestKit.History;

namespace ActiveActive.TestKit.Checks;

/// <summary>
/// Every acknowledged change of an account is in its history exactly once, each transfer arrives exactly once or is refunded exactly once, nothing is there that was not
/// asked for, every balance is the sum of its entries, and no money appears or vanishes. Entries are matched by their reference, the operation's id.
/// </summary>
internal static class AccountChecker
{
    public static IEnumerable<Finding> Check(IReadOnlyList<Operation> history, FinalState final, IReadOnlySet<Guid>? arrivedOnly = null)
    {
        var halves = arrivedOnly ?? new HashSet<Guid>();
        var excess = history.Where(operation => halves.Contains(operation.Id)).Sum(static operation => operation.Amount);
        return [.. Entries(history, final, halves), .. Openings(final), .. Sums(final), .. Conservation(final, excess)];
    }

    private static IEnumerable<Finding> Entries(IReadOnlyList<Operation> history, FinalState final, IReadOnlySet<Guid> arrivedOnly)
    {
        var entries = final.Accounts
            .SelectMany(account => account.Value.Entries.Select(entry => (Account: account.Key, Entry: entry)))
            .Where(item => item.Entry.Reference is not null)
            .ToLookup(item => (item.Account, item.Entry.Kind, item.Entry.Reference!));
        var expected = new HashSet<(string, AccountEntryKind, string)>();

        foreach (var operation in history.Where(operation => operation.IsOnAccount && !operation.IsRead))
        {
            var reference = operation.Id.ToString();
            var kind = operation.Kind switch
            {
                OperationKind.Deposit => AccountEntryKind.Deposited,
                OperationKind.Withdraw => AccountEntryKind.Withdrawn,
                _ => AccountEntryKind.Sent,
            };
            var found = entries[(operation.Key, kind, reference)].ToList();
            expected.Add((operation.Key, kind, reference));
            var what = $"{operation.Kind} {reference} of {operation.Amount} on account {operation.Key}";
            if (found.Count == 0 && operation.Outcome == Outcome.Ok)
            {
                yield return new(FindingKind.Lost, 1, $"{what} was acknowledged and is not in the history");
            }

            var allowed = operation.Outcome == Outcome.Refused ? 0 : 1;
            if (found.Count > allowed)
            {
                yield return new(FindingKind.Doubled, found.Count - allowed, $"{what} ({operation.Outcome}) is in the history {found.Count} times");
            }

            if (found.Exists(item => item.Entry.Amount != operation.Amount))
            {
                yield return new(FindingKind.Unbalanced, 1, $"{what} is in the history with another amount");
            }

            if (operation.Kind == OperationKind.Transfer)
            {
                var received = (operation.To!, AccountEntryKind.Received, reference);
                var refunded = (operation.Key, AccountEntryKind.Refunded, reference);
                expected.Add(received);
                expected.Add(refunded);
                if (entries[received].Concat(entries[refunded]).Any(item => item.Entry.Amount != operation.Amount))
                {
                    yield return new(FindingKind.Unbalanced, 1, $"{what} arrived or came back with another amount");
                }

                var arrived = entries[received].Count() + entries[refunded].Count();
                if (arrived < Math.Min(found.Count, 1))
                {
                    yield return new(FindingKind.Lost, 1, $"{what} left and neither arrived at {operation.To} nor came back");
                }

                if (arrived > Math.Max(found.Count, arrivedOnly.Contains(operation.Id) ? 1 : 0))
                {
                    yield return new(FindingKind.Doubled, arrived - found.Count, $"{what} left {found.Count} times and arrived or came back {arrived} times");
                }
            }
        }

        foreach (var nobody in entries.Where(group => !expected.Contains(group.Key)))
        {
            yield return new(FindingKind.Doubled, nobody.Count(), $"account {nobody.Key.Account} has {nobody.Key.Kind} {nobody.Key.Item3}, which nobody asked for");
        }
    }

    // Entries without a reference are those that opened the account before the load: at most one opening and one deposit, before all others. Any other was made by nobody.
    private static IEnumerable<Finding> Openings(FinalState final)
    {
        foreach (var (key, (_, entries)) in final.Accounts)
        {
            var first = entries is [{ Kind: AccountEntryKind.Opened }, ..] ? 1 : 0;
            first += entries.Length > first && entries[first] is { Kind: AccountEntryKind.Deposited, Reference: null } ? 1 : 0;
            if (entries.Skip(first).Count(static entry => entry.Reference is null) is > 0 and var more)
            {
                yield return new(FindingKind.Doubled, more, $"account {key} was opened or filled at its opening more than once, or has entries that nobody asked for: {more} without a reference after its first {first}");
            }
        }
    }

    private static IEnumerable<Finding> Sums(FinalState final)
    {
        foreach (var (key, (balance, entries)) in final.Accounts)
        {
            var sum = 0L;
            for (var i = 0; i < entries.Length; i++)
            {
                sum += Signed(entries[i]);
                if (entries[i].Number != i + 1 || entries[i].Balance != sum || sum < 0)
                {
                    yield return new(FindingKind.Unbalanced, 1, $"entry {entries[i].Number} of account {key} says balance {entries[i].Balance}; it is the {i + 1}th and the sum to it is {sum}");
                    break;
                }
            }

            if (balance.Amount != sum || balance.Entries != entries.Length)
            {
                yield return new(FindingKind.Unbalanced, 1, $"account {key} says balance {balance.Amount} after {balance.Entries} entries; its {entries.Length} entries sum to {sum}");
            }
        }
    }

    private static IEnumerable<Finding> Conservation(FinalState final, long excess)
    {
        var held = final.Accounts.Values.Sum(account => account.Balance.Amount);
        var paidIn = final.Accounts.Values.SelectMany(account => account.Entries)
            .Where(entry => entry.Kind is AccountEntryKind.Deposited or AccountEntryKind.Withdrawn)
            .Sum(Signed);
        if (held != paidIn + excess)
        {
            yield return new(FindingKind.Unbalanced, 1, $"all accounts hold {held}; deposits less withdrawals are {paidIn}");
        }
    }

    private static long Signed(AccountEntry entry) => entry.Kind is AccountEntryKind.Withdrawn or AccountEntryKind.Sent ? -entry.Amount : entry.Amount;
}
