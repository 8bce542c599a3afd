using System.Collections.Immutable;
using ActiveActive.TestKit.Checks;
using ActiveActive.TestKit.History;

namespace ActiveActive.Tests.Unit.Drills;

/// <summary>Spoils a good history in one way, at a place drawn from a seed. Null when the history has no such place.</summary>
internal static class PlantedFault
{
    public static (List<Operation> History, FinalState Final)? Plant(string fault, SimulatedHistory good, int seed)
    {
        var random = new Random(seed);
        var (history, final) = (good.History.ToList(), good.Final);
        return fault switch
        {
            "acknowledged addition dropped" => Pick(history.Where(op => op is { Kind: OperationKind.CounterAdd, Outcome: Outcome.Ok }), random) is { } add
                && Unknowns(history, add.Key) == 0 ? (history, Counter(final, add.Key, -1)) : null,
            "addition applied twice" => Pick(history.Where(op => op is { Kind: OperationKind.CounterAdd, Outcome: Outcome.Ok }), random) is { } add
                && Unknowns(history, add.Key) == 0 ? (history, Counter(final, add.Key, 1)) : null,
            "acknowledged entry dropped" => Pick(history.Where(op => op is { Kind: OperationKind.Deposit or OperationKind.Withdraw, Outcome: Outcome.Ok }), random) is { } op
                ? (history, Entries(final, op.Key, entries => entries.RemoveAll(entry => entry.Reference == op.Id.ToString() && entry.Kind is AccountEntryKind.Deposited or AccountEntryKind.Withdrawn))) : null,
            "entry applied twice" => Pick(history.Where(op => op is { Kind: OperationKind.Deposit, Outcome: Outcome.Ok }), random) is { } op
                ? (history, Entries(final, op.Key, entries => entries.Add(entries.First(entry => entry.Reference == op.Id.ToString())))) : null,
            "opening applied twice" => (history, Entries(final, "a1", entries => entries.Insert(2, entries[1]))),
            "transfer never arrived" => Arrival(final, random) is var (key, arrived) ? (history, Entries(final, key, entries => entries.Remove(arrived))) : null,
            "transfer arrived twice" => Arrival(final, random) is var (key, arrived) ? (history, Entries(final, key, entries => entries.Add(arrived))) : null,
            "money created" => Arrival(final, random) is var (key, arrived)
                ? (history, Entries(final, key, entries => entries.Replace(arrived, arrived with { Amount = arrived.Amount + 7 }))) : null,
            "stale read" => Pair(history, random, first => !first.IsRead, second => second.IsRead) is var (first, second)
                ? (Change(history, second, second with { Version = first.Version - 1, Value = ValueAt(final, first, first.Version - 1) }), final) : null,
            "versions swapped" => Pair(history, random, first => !first.IsRead, second => !second.IsRead) is var (first, second)
                ? (Change(Change(history, first, first with { Version = second.Version, Value = second.Value }), second, second with { Version = first.Version, Value = first.Value }), final) : null,
            "read from the future" => Pair(history, random, first => first.IsRead, second => !second.IsRead) is var (first, second)
                ? (Change(history, first, first with { Version = second.Version, Value = second.Value }), final) : null,
            "read of what vanished" => Pick(history.Where(op => op is { Kind: OperationKind.Balance, Outcome: Outcome.Ok }), random) is { } read
                ? (Change(history, read, read with { Value = read.Value + 13 }), final) : null,
            "addition seen that vanished" => Pick(history.Where(op => op is { Kind: OperationKind.CounterRead, Outcome: Outcome.Ok }), random) is { } read
                && final.Counters[read.Key].Version + 1 is var beyond ? (Change(history, read, read with { Version = beyond, Value = beyond }), final) : null,
            "refused and applied" => Pick(history.Where(op => op is { Kind: OperationKind.Deposit or OperationKind.Withdraw, Outcome: Outcome.Ok }), random) is { } op
                ? (Change(history, op, op with { Outcome = Outcome.Refused }), final) : null,
            "refused without reason" => final.Accounts.Where(account => account.Value.Entries.Skip(1).All(entry => entry.Balance > 0)).Select(account => account.Key).FirstOrDefault() is { } key
                ? ([.. history, new Operation { Id = Guid.CreateVersion7(), Kind = OperationKind.Withdraw, Key = key, Amount = 1, Due = 50, Start = 50, End = 90, Outcome = Outcome.Refused }], final) : null,
            "deposit refused" => ([.. history, new Operation { Id = Guid.CreateVersion7(), Kind = OperationKind.Deposit, Key = "a1", Amount = 1, Due = 50, Start = 50, End = 90, Outcome = Outcome.Refused }], final),
            "text of nobody" => Pick(history.Where(op => op is { Kind: OperationKind.RegisterRead, Outcome: Outcome.Ok }), random) is { } read
                ? (Change(history, read, read with { Text = "of nobody" }), final) : null,
            "refused text seen" => Pick(history.Where(op => op is { Kind: OperationKind.RegisterSwap, Outcome: Outcome.Refused }), random) is { } swap
                && Pick(history.Where(op => op is { Kind: OperationKind.RegisterRead, Outcome: Outcome.Ok } && op.Key == swap.Key), random) is { } read
                ? (Change(history, read, read with { Text = swap.Text }), final) : null,
            "two swaps of one text" => Pick(history.Where(op => op is { Kind: OperationKind.RegisterSwap, Outcome: Outcome.Ok }), random) is { } swap
                ? ([.. history, swap with { Id = Guid.CreateVersion7(), Text = "also" }], final) : null,
            "acknowledged text dropped" => history.Where(op => op is { Kind: OperationKind.RegisterWrite, Outcome: Outcome.Ok })
                    .FirstOrDefault(op => final.Registers[op.Key] == op.Text && history.TrueForAll(other => other == op || !other.IsOnRegister || other.Key != op.Key || other.End < op.Start)) is { } write
                ? (history, final with { Registers = new Dictionary<string, string?>(final.Registers) { [write.Key] = Before(history, write) } }) : null,
            "stale text read" => Texts(history, random) is var (read, text) ? (Change(history, read, read with { Text = text }), final) : null,
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "No such fault."),
        };
    }

    private static int Unknowns(List<Operation> history, string key) => history.Count(op => op.Kind == OperationKind.CounterAdd && op.Key == key && op.Outcome == Outcome.Unknown);

    private static T? Pick<T>(IEnumerable<T> from, Random random)
        where T : class => from.ToList() is { Count: > 0 } list ? list[random.Next(list.Count)] : null;

    // Two acknowledged operations of one counter or account, the first of which ended before the second began.
    private static (Operation First, Operation Second)? Pair(List<Operation> history, Random random, Predicate<Operation> isFirst, Predicate<Operation> isSecond)
    {
        var able = history.Where(op => op.Outcome == Outcome.Ok && !op.IsOnRegister).ToList();
        var pairs = able.Where(op => isFirst(op)).SelectMany(first => able.Where(second => isSecond(second) && second.Grain == first.Grain && first.End < second.Start).Select(second => (first, second))).ToList();
        return pairs.Count == 0 ? null : pairs[random.Next(pairs.Count)];
    }

    // A read, and a text that had been replaced before it began: by a swap that was acknowledged.
    private static (Operation Read, string Text)? Texts(List<Operation> history, Random random)
    {
        var swaps = history.Where(op => op is { Kind: OperationKind.RegisterSwap, Outcome: Outcome.Ok }).ToList();
        var pairs = swaps.SelectMany(swap => history.Where(read => read is { Kind: OperationKind.RegisterRead, Outcome: Outcome.Ok } && read.Key == swap.Key && swap.End < read.Start).Select(read => (read, swap.Expected!))).ToList();
        return pairs.Count == 0 ? null : pairs[random.Next(pairs.Count)];
    }

    private static string? Before(List<Operation> history, Operation write) =>
        history.Where(op => op.IsOnRegister && op.Key == write.Key && !op.IsRead && op != write && op.Outcome == Outcome.Ok).MaxBy(op => op.End)?.Text;

    private static (string Key, AccountEntry Entry)? Arrival(FinalState final, Random random)
    {
        var all = final.Accounts.SelectMany(account => account.Value.Entries.Where(entry => entry.Kind == AccountEntryKind.Received).Select(entry => (account.Key, entry))).ToList();
        return all.Count == 0 ? null : all[random.Next(all.Count)];
    }

    private static List<Operation> Change(List<Operation> history, Operation old, Operation changed) => [.. history.Select(op => ReferenceEquals(op, old) ? changed : op)];

    private static long ValueAt(FinalState final, Operation op, long version) =>
        op.IsOnCounter ? version : version == 0 ? 0 : final.Accounts[op.Key].Entries[(int)version - 1].Balance;

    private static FinalState Counter(FinalState final, string key, long more) =>
        final with { Counters = new Dictionary<string, CounterValue>(final.Counters) { [key] = new(final.Counters[key].Value + more, final.Counters[key].Version + more) } };

    // Numbers and balances are made consistent, so that only the planted fault is wrong.
    private static FinalState Entries(FinalState final, string key, Func<ImmutableArray<AccountEntry>, ImmutableArray<AccountEntry>> change)
    {
        var (sum, numbered) = (0L, ImmutableArray.CreateBuilder<AccountEntry>());
        foreach (var entry in change(final.Accounts[key].Entries))
        {
            sum += entry.Kind is AccountEntryKind.Withdrawn or AccountEntryKind.Sent ? -entry.Amount : entry.Amount;
            numbered.Add(entry with { Number = numbered.Count + 1, Balance = sum });
        }

        return final with
        {
            Accounts = new Dictionary<string, (AccountBalance, ImmutableArray<AccountEntry>)>(final.Accounts) { [key] = (new AccountBalance(sum, numbered.Count), numbered.ToImmutable()) },
        };
    }
}
