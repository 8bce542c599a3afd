using System.Collections.Immutable;
using ActiveActive.TestKit.Checks;
using ActiveActive.TestKit.History;

namespace ActiveActive.Tests.Unit.Drills;

/// <summary>Each checker passes a good history, and finds each planted fault.</summary>
public sealed class CheckerTests
{
    private long _time;

    [Fact]
    public void A_good_history_passes()
    {
        var (history, final) = Good();
        Assert.Empty(All(history, final));
    }

    [Fact]
    public void An_addition_that_is_not_there_is_lost()
    {
        var (history, final) = Good();
        Assert.Equal(FindingKind.Lost, All(history, WithCounter(final, 1))[0].Kind);
    }

    [Fact]
    public void An_addition_that_is_there_twice_is_doubled()
    {
        var (history, final) = Good();
        var finding = Assert.Single(All(history, WithCounter(final, 3)));
        Assert.Equal((FindingKind.Doubled, 1), (finding.Kind, finding.Count));
    }

    [Fact]
    public void An_unknown_addition_may_be_there_or_not_but_not_twice()
    {
        var (history, final) = Good();
        history.Add(Add(0) with { Outcome = Outcome.Unknown, Start = 0 });
        Assert.Empty(All(history, final));
        Assert.Empty(All(history, WithCounter(final, 3)));
        Assert.Equal(FindingKind.Doubled, Assert.Single(All(history, WithCounter(final, 4))).Kind);
    }

    [Fact]
    public void Two_additions_told_the_same_value_lost_one()
    {
        var (history, final) = Good();
        history.Add(Add(2) with { Start = 0 });
        Assert.Contains(All(history, WithCounter(final, 3)), finding => finding.Kind == FindingKind.Lost);
    }

    [Fact]
    public void A_deposit_that_is_not_in_the_history_is_lost()
    {
        var (history, final) = Good();
        Assert.Contains(All([.. history, Money(OperationKind.Deposit, "a", 7, 9)], final), finding => finding.Kind == FindingKind.Lost);
    }

    [Fact]
    public void A_deposit_that_is_there_twice_is_doubled()
    {
        var (history, final) = Good();
        var deposit = final.Accounts["a"].Entries[0];
        Assert.Contains(All(history, WithEntry(final, "a", deposit)), finding => finding.Kind == FindingKind.Doubled);
    }

    [Fact]
    public void A_refused_withdrawal_that_is_there_is_doubled()
    {
        var (history, final) = Good();
        var refused = Money(OperationKind.Withdraw, "a", 1, 0) with { Outcome = Outcome.Refused };
        history.Add(refused);
        Assert.Empty(All(history, final));
        Assert.Contains(All(history, WithEntry(final, "a", Entry(refused, AccountEntryKind.Withdrawn))), finding => finding.Kind == FindingKind.Doubled);
    }

    [Fact]
    public void An_entry_that_nobody_asked_for_is_doubled()
    {
        var (history, final) = Good();
        Assert.Contains(
            All(history, WithEntry(final, "a", Entry(Money(OperationKind.Deposit, "a", 5, 0), AccountEntryKind.Deposited))),
            finding => finding is { Kind: FindingKind.Doubled } && finding.Text.Contains("nobody asked", StringComparison.Ordinal));
    }

    [Fact]
    public void A_transfer_that_never_arrived_is_lost_and_one_that_arrived_and_came_back_is_doubled()
    {
        var (history, final) = Good();
        var transfer = history.Single(operation => operation.Kind == OperationKind.Transfer);
        Assert.Contains(All(history, Without(final, "b", AccountEntryKind.Received)), finding => finding.Kind == FindingKind.Lost);
        Assert.Contains(All(history, Without(final, "b", AccountEntryKind.Received)), finding => finding.Kind == FindingKind.Unbalanced);
        var both = WithEntry(final, "a", Entry(transfer, AccountEntryKind.Refunded));
        Assert.Contains(All(history, both), finding => finding.Kind == FindingKind.Doubled);
        Assert.Contains(All(history, both), finding => finding.Kind == FindingKind.Unbalanced);
    }

    [Fact]
    public void A_balance_that_is_not_the_sum_is_unbalanced()
    {
        var (history, final) = Good();
        var accounts = new Dictionary<string, (AccountBalance, ImmutableArray<AccountEntry>)>(final.Accounts);
        accounts["a"] = (new AccountBalance(accounts["a"].Item1.Amount + 1, accounts["a"].Item1.Entries), accounts["a"].Item2);
        Assert.Contains(All(history, final with { Accounts = accounts }), finding => finding.Kind == FindingKind.Unbalanced);
    }

    [Fact]
    public void A_read_that_sees_less_than_an_earlier_answer_went_back()
    {
        var (history, final) = Good();
        history.Add(Read(1));
        Assert.Equal(FindingKind.WentBack, Assert.Single(All(history, final)).Kind);
    }

    [Fact]
    public void A_read_that_overlaps_a_write_may_see_either()
    {
        var (history, final) = Good();
        var last = history.Last(operation => operation.Kind == OperationKind.CounterAdd);
        history.Add(Read(1) with { Start = last.Start });
        Assert.Empty(All(history, final));
    }

    [Fact]
    public void The_longest_gap_of_each_grain_is_measured_also_at_the_ends()
    {
        Operation At(string key, long end) => Read(1) with { Key = key, End = end };
        var gaps = Gaps.Of([At("x", 1_000_000), At("x", 1_500_000), At("y", 4_000_000)], 0, 0, 5_000_000);
        Assert.Equal(new Gaps(4000, 4000, 4000), gaps with { P50 = 4000 });
        Assert.Equal(4000, gaps.Max);
    }

    [Theory]
    [InlineData(3_999_999, 4000)]
    [InlineData(4_000_001, 1000)]
    public void A_gap_that_ended_before_anything_was_broken_does_not_count(long brokenAt, double expected) =>
        Assert.Equal(expected, Gaps.Of([Read(1) with { Key = "y", End = 4_000_000 }], 0, brokenAt, 5_000_000).Max);

    private (List<Operation> History, FinalState Final) Good()
    {
        var deposit = Money(OperationKind.Deposit, "a", 100, 1);
        var withdrawal = Money(OperationKind.Withdraw, "a", 30, 2);
        var transfer = Money(OperationKind.Transfer, "a", 20, 3) with { To = "b" };
        var final = new FinalState(
            new Dictionary<string, CounterValue> { ["c"] = new(2, 2) },
            new Dictionary<string, (AccountBalance, ImmutableArray<AccountEntry>)> { ["a"] = (new(0, 0), []), ["b"] = (new(0, 0), []) });
        final = WithEntry(final, "a", Entry(deposit, AccountEntryKind.Deposited));
        final = WithEntry(final, "a", Entry(withdrawal, AccountEntryKind.Withdrawn));
        final = WithEntry(final, "a", Entry(transfer, AccountEntryKind.Sent));
        final = WithEntry(final, "b", Entry(transfer, AccountEntryKind.Received));
        return ([Add(1), Read(1), Add(2), deposit, withdrawal, transfer], final);
    }

    private static List<Finding> All(IReadOnlyList<Operation> history, FinalState final) =>
        [.. CounterChecker.Check(history, final), .. AccountChecker.Check(history, final), .. MonotonicChecker.Check(history)];

    private Operation Add(long value) => Operation(OperationKind.CounterAdd, "c", 1) with { Version = value, Value = value };

    private Operation Read(long value) => Operation(OperationKind.CounterRead, "c", 0) with { Version = value, Value = value };

    private Operation Money(OperationKind kind, string key, long amount, long version) => Operation(kind, key, amount) with { Version = version };

    private Operation Operation(OperationKind kind, string key, long amount)
    {
        _time += 10;
        return new Operation { Id = Guid.CreateVersion7(), Kind = kind, Key = key, Amount = amount, Due = _time, Start = _time, End = _time + 5 };
    }

    private static AccountEntry Entry(Operation operation, AccountEntryKind kind) =>
        new(0, kind, operation.Amount, 0, operation.Id, default, null, operation.Id.ToString());

    private static FinalState WithCounter(FinalState final, long value) => final with { Counters = new Dictionary<string, CounterValue> { ["c"] = new(value, value) } };

    private static FinalState WithEntry(FinalState final, string key, AccountEntry entry) => WithEntries(final, key, final.Accounts[key].Entries.Add(entry));

    private static FinalState Without(FinalState final, string key, AccountEntryKind kind) =>
        WithEntries(final, key, final.Accounts[key].Entries.RemoveAll(entry => entry.Kind == kind));

    // Numbers and balances are made consistent, so that only the planted fault is wrong.
    private static FinalState WithEntries(FinalState final, string key, ImmutableArray<AccountEntry> entries)
    {
        var (sum, numbered) = (0L, new List<AccountEntry>());
        foreach (var entry in entries)
        {
            sum += entry.Kind is AccountEntryKind.Withdrawn or AccountEntryKind.Sent ? -entry.Amount : entry.Amount;
            numbered.Add(entry with { Number = numbered.Count + 1, Balance = sum });
        }

        return final with
        {
            Accounts = new Dictionary<string, (AccountBalance, ImmutableArray<AccountEntry>)>(final.Accounts) { [key] = (new AccountBalance(sum, numbered.Count), [.. numbered]) },
        };
    }
}
