using ActiveActive.TestKit.Checks;
using ActiveActive.TestKit.Checks.Linearizability;
using ActiveActive.TestKit.History;
using CsCheck;

namespace ActiveActive.Tests.Unit.Drills;

/// <summary>
/// The general search on cases worked by hand, and the fast checkers against it: on thousands of small histories, spoiled at random, both must come to the same answer. A failure tells the seed.
/// </summary>
public sealed class LinearizabilityTests
{
    private const long Never = long.MaxValue;

    [Theory]
    [InlineData("w1 0-10, r1 20-30", true)]
    [InlineData("w1 0-10, r0 20-30", false)]
    [InlineData("w1 0-10, r0 5-30", true)]
    [InlineData("w1 0-10, w2 0-10, r1 20-30, r2 40-50", false)]
    [InlineData("w1 0-100, w2 0-100, r1 20-30, r2 40-50", true)]
    [InlineData("w1 0-100, w2 0-100, r1 20-30, r2 40-50, r1 60-70", false)]
    [InlineData("w1 0-never, r1 500-510", true)]
    [InlineData("w1 0-never, r1 500-510, r0 520-530", false)]
    [InlineData("w1 0-never, r0 500-510", true)]
    [InlineData("r1 0-10, w1 20-30", false)]
    [InlineData("s1>2 0-10, w1 0-20, r2 30-40", true)]
    [InlineData("s1>2 0-10, w1 20-30", false)]
    [InlineData("w1 0-10, s1>2 20-30, s1>3 20-30", false)]
    [InlineData("w1 0-10, x1 20-30", false)]
    [InlineData("w1 0-10, x1 20-30, w2 0-never", true)]
    public void Cases_worked_by_hand(string history, bool linearizable) =>
        Assert.Equal(linearizable ? SearchResult.Linearizable : SearchResult.NotLinearizable, LinearizabilitySearch.Run(new RegisterModel(), history.Split(", ").Select(Parse)));

    [Fact]
    public void At_its_bound_the_search_is_undecided()
    {
        // Thirty writes at once, then a read of what nobody wrote: every order must be tried.
        var calls = Enumerable.Range(1, 30).Select(i => Parse($"w{i} 0-10")).Append(Parse("r99 20-30")).ToList();
        Assert.Equal(SearchResult.Undecided, LinearizabilitySearch.Run(new RegisterModel(), calls, limit: 1_000));
    }

    [Fact]
    public void What_the_register_checker_cannot_decide_is_a_finding()
    {
        // The text that the swap expected was there all the time; only the search says so for sure.
        List<Operation> history = [Write("a", 0, 10), Write("b", 20, 40), Swap("a", "c", 12, 15) with { Outcome = Outcome.Refused }];
        Assert.Equal(FindingKind.Undecided, Assert.Single(RegisterChecker.Check(history, Final("b"), limit: 0)).Kind);
        Assert.Equal(FindingKind.NotLinearizable, Assert.Single(RegisterChecker.Check(history, Final("b"))).Kind);

        // An unknown write that nobody saw may have been there.
        Assert.Empty(RegisterChecker.Check([.. history, Write("unseen", 1, 1) with { Outcome = Outcome.Unknown }], Final("b")));
    }

    [Fact]
    public void A_register_that_was_called_and_not_read_back_is_a_finding() =>
        Assert.Equal(FindingKind.Undecided, Assert.Single(RegisterChecker.Check([Write("a", 0, 10)], Final("b") with { Registers = new Dictionary<string, string?>() })).Kind);

    [Fact]
    public void A_stall_with_hundreds_of_calls_at_once_is_decided_by_order_alone()
    {
        // 200 writes and 200 reads hang together for a long time, in a history of thousands: the bound of the search would be met at once, if it were needed.
        var history = new List<Operation>();
        for (var i = 0; i < 3_000; i++)
        {
            history.Add(Write($"a{i}", i * 10, (i * 10) + 4));
        }

        for (var i = 0; i < 200; i++)
        {
            history.Add(Write($"s{i}", 40_000 + i, 50_000 + i));
            history.Add(Read($"s{(i * 7) % 200}", 40_000 + i, 60_000 + i));
        }

        history.Add(Read("s11", 70_000, 70_010));
        Assert.Empty(RegisterChecker.Check(history, Final("s11"), limit: 1));
        history.Add(Read("s12", 70_020, 70_030));
        Assert.Equal(FindingKind.WentBack, Assert.Single(RegisterChecker.Check(history, Final("s12"), limit: 1)).Kind);
    }

    [Fact]
    public void The_register_checker_agrees_with_the_search()
    {
        var answers = new int[2];
        Gen.Int[0, int.MaxValue - 1].Sample(
            seed =>
            {
                var random = new Random(seed);
                var (history, final) = Spoil(new SimulatedHistory(seed, random.Next(4, 40), grains: 1), random, operation => operation.IsOnRegister);
                var calls = new RegisterOrder("r1", history, final.Registers["r1"], int.MaxValue).Calls(static operation => operation.End);
                var expected = LinearizabilitySearch.Run(new RegisterModel(), calls, int.MaxValue);
                Interlocked.Increment(ref answers[(int)expected]);
                var findings = RegisterChecker.Check(history, final).ToList();
                Assert.True((expected == SearchResult.Linearizable) == (findings.Count == 0), $"seed {seed}: {expected}, but {string.Join("; ", findings.Select(finding => finding.Text))}; {string.Join(", ", calls.OrderBy(call => call.Start).Select(call => $"{call.Call.Kind} {call.Call.Expected[..Math.Min(8, call.Call.Expected.Length)]}>{call.Call.Text[..Math.Min(8, call.Call.Text.Length)]} {call.Start}-{call.End}"))}");
            },
            iter: 4_000);
        Assert.All(answers, count => Assert.InRange(count, 200, 4_000));
    }

    [Fact]
    public void The_version_checkers_agree_with_the_search_on_counters()
    {
        var answers = new int[2];
        Gen.Int[0, int.MaxValue - 1].Sample(
            seed =>
            {
                var random = new Random(seed);
                var (history, final) = Spoil(new SimulatedHistory(seed, random.Next(4, 40), grains: 1), random, operation => operation.IsOnCounter);
                var calls = history.Where(operation => operation.Outcome == Outcome.Ok || (!operation.IsRead && operation.Outcome == Outcome.Unknown))
                    .Select(operation => new TimedCall<(bool, long?)>(operation.Start, operation.Outcome == Outcome.Ok ? operation.End : Never, (operation.IsRead, operation.Outcome == Outcome.Ok ? operation.Version : null), operation.End))
                    .Append(new TimedCall<(bool, long?)>(1_000_000, 1_000_001, (true, final.Counters["c1"].Version), 0));
                var expected = LinearizabilitySearch.Run(new CounterModel(), calls, int.MaxValue);
                Interlocked.Increment(ref answers[(int)expected]);
                var findings = AllCheckers.Check(history, Final("") with { Counters = final.Counters, Registers = new Dictionary<string, string?>() });
                Assert.True((expected == SearchResult.Linearizable) == (findings.Count == 0), $"seed {seed}: {expected}, but {string.Join("; ", findings.Select(finding => finding.Text))}");
            },
            iter: 4_000);
        Assert.All(answers, count => Assert.InRange(count, 200, 4_000));
    }

    [Fact]
    public void The_version_checkers_agree_with_the_search_on_accounts()
    {
        var answers = new int[2];
        Gen.Int[0, int.MaxValue - 1].Sample(
            seed =>
            {
                // Two accounts, so that transfers arrive; only the first one's answers are spoiled and judged, in the order of its entries.
                var random = new Random(seed);
                var (history, final) = Spoil(new SimulatedHistory(seed, random.Next(4, 40)), random, operation => operation.IsOnAccount);
                var entries = final.Accounts["a1"].Entries;
                var made = history.Where(operation => !operation.IsRead).ToDictionary(operation => operation.Id.ToString());
                var calls = new List<TimedCall<AccountModel.Call>>();
                for (var i = 0; i < entries.Length; i++)
                {
                    if (entries[i].Reference is not { } reference)
                    {
                        continue;
                    }

                    var operation = made[reference];
                    var own = operation is { Key: "a1", Outcome: Outcome.Ok } && entries[i].Kind is not (AccountEntryKind.Received or AccountEntryKind.Refunded);
                    calls.Add(new(operation.Start, own ? operation.End : Never, new(AccountModel.Kind.Make, i + 1, own ? operation.Version : i + 1, own ? operation.Value : entries[i].Balance), operation.End));
                }

                calls.AddRange(history.Where(operation => operation.Key == "a1" && operation.IsRead && operation.Outcome == Outcome.Ok)
                    .Select(operation => new TimedCall<AccountModel.Call>(operation.Start, operation.End, new(AccountModel.Kind.Read, 0, operation.Version, operation.Value), operation.End)));
                calls.AddRange(history.Where(operation => operation.Key == "a1" && operation.Outcome == Outcome.Refused)
                    .Select(operation => new TimedCall<AccountModel.Call>(operation.Start, operation.End, new(AccountModel.Kind.Refuse, 0, 0, operation.Amount), operation.End)));
                calls.Add(new(1_000_000, 1_000_001, new(AccountModel.Kind.Read, 0, entries.Length, entries[^1].Balance), 0));
                var expected = LinearizabilitySearch.Run(new AccountModel(entries), calls, int.MaxValue);
                Interlocked.Increment(ref answers[(int)expected]);
                var only = history.Where(operation => operation.Key == "a1" || !operation.IsRead).ToList();
                var findings = AllCheckers.Check(only, final with { Registers = new Dictionary<string, string?>() }).Where(finding => finding.Text.Contains("account a1", StringComparison.Ordinal) || finding.Text.Contains("account/a1", StringComparison.Ordinal) || finding.Text.Contains("a1 was told", StringComparison.Ordinal)).ToList();
                Assert.True((expected == SearchResult.Linearizable) == (findings.Count == 0), $"seed {seed}: {expected}, but {string.Join("; ", findings.Select(finding => finding.Text))} {string.Join(", ", calls.OrderBy(call => call.Start))}");
            },
            iter: 3_000);
        Assert.All(answers, count => Assert.InRange(count, 60, 3_000));
    }

    // Small changes, each of which may or may not make it wrong: other texts and versions, shifted times, other outcomes.
    private static (List<Operation> History, FinalState Final) Spoil(SimulatedHistory good, Random random, Predicate<Operation> kind)
    {
        var history = good.History.Where(operation => kind(operation)).ToList();
        var texts = history.Select(operation => operation.Text).Append(null).Distinct().ToList();
        for (var changes = random.Next(0, 3); changes > 0 && history.Count > 0; changes--)
        {
            var at = random.Next(history.Count);
            var operation = history[at];
            history[at] = random.Next(4) switch
            {
                0 when operation.IsRead && operation.IsOnRegister => operation with { Text = texts[random.Next(texts.Count)] },
                1 when operation is { Kind: OperationKind.RegisterSwap, Outcome: Outcome.Ok } => operation with { Outcome = Outcome.Refused },
                1 when operation is { Kind: OperationKind.RegisterSwap, Outcome: Outcome.Refused } => operation with { Outcome = Outcome.Ok },
                0 or 1 when operation.IsOnCounter && operation.Outcome == Outcome.Ok => Version(operation, random),
                1 when operation.IsOnAccount && operation.Outcome == Outcome.Refused => operation with { Amount = Math.Max(1, operation.Amount - random.Next(1, 400)) },
                0 when operation is { IsOnAccount: true, Outcome: Outcome.Ok } && history[random.Next(history.Count)] is { Outcome: Outcome.Ok } other && other.Key == operation.Key
                    => operation with { Version = other.Version, Value = other.Value },
                2 => Shift(operation, random.Next(-40, 40)),
                _ => operation with { End = operation.Start + ((operation.End - operation.Start) / 3) },
            };
        }

        return (history, good.Final);
    }

    private static Operation Version(Operation operation, Random random) => Math.Max(0, operation.Version + random.Next(-1, 2)) is var version ? operation with { Version = version, Value = version } : operation;

    private static Operation Shift(Operation operation, long by) => operation with { Start = Math.Max(0, operation.Start + by), End = Math.Max(0, operation.Start + by) + (operation.End - operation.Start) };

    private static TimedCall<RegisterCall> Parse(string call)
    {
        var (what, times) = (call.Split(' ')[0], call.Split(' ')[1].Split('-'));
        var text = what[1..] is "0" ? "" : what[1..];
        return new(
            long.Parse(times[0]),
            times[1] == "never" ? Never : long.Parse(times[1]),
            what[0] switch
            {
                'r' => new(RegisterCallKind.Read, text),
                'w' => new(RegisterCallKind.Write, text),
                's' => new(RegisterCallKind.Swap, text.Split('>')[1], text.Split('>')[0]),
                _ => new(RegisterCallKind.RefusedSwap, "x", text),
            },
            0);
    }

    private static FinalState Final(string text) => new(new Dictionary<string, CounterValue>(), new Dictionary<string, (AccountBalance, System.Collections.Immutable.ImmutableArray<AccountEntry>)>())
    {
        Registers = new Dictionary<string, string?> { ["r"] = text },
    };

    private static Operation Write(string text, long start, long end) => Call(OperationKind.RegisterWrite, start, end) with { Text = text };

    private static Operation Read(string text, long start, long end) => Call(OperationKind.RegisterRead, start, end) with { Text = text };

    private static Operation Swap(string expected, string text, long start, long end) => Call(OperationKind.RegisterSwap, start, end) with { Text = text, Expected = expected };

    private static Operation Call(OperationKind kind, long start, long end) => new() { Id = Guid.CreateVersion7(), Kind = kind, Key = "r", Due = start, Start = start, End = end };

    /// <summary>Additions of 1 (with the version that they were told, or null) and reads.</summary>
    private sealed class CounterModel : ISequentialModel<long, (bool IsRead, long? Version)>
    {
        public long Initial => 0;

        public bool TryApply(long state, (bool IsRead, long? Version) call, out long next)
        {
            next = call.IsRead ? state : state + 1;
            return call.Version is null || call.Version == next;
        }
    }

    /// <summary>An account whose entries are known: each call that makes one is told its number and balance; reads tell a number and its balance; refusals meet too small a balance.</summary>
    private sealed class AccountModel(System.Collections.Immutable.ImmutableArray<AccountEntry> entries) : ISequentialModel<int, AccountModel.Call>
    {
        public enum Kind
        {
            Make,
            Read,
            Refuse,
        }

        public int Initial => entries.TakeWhile(entry => entry.Reference is null).Count();

        public bool TryApply(int state, Call call, out int next)
        {
            next = call.Kind == Kind.Make ? state + 1 : state;
            return call.Kind switch
            {
                Kind.Make => call.Entry == next && call.Version == next && call.Value == entries[next - 1].Balance,
                Kind.Read => call.Version == state && call.Value == entries[state - 1].Balance,
                _ => entries[state - 1].Balance < call.Value,
            };
        }

        public readonly record struct Call(Kind Kind, int Entry, long Version, long Value);
    }
}
