using ActiveActive.TestKit;
using ActiveActive.TestKit.Checks;
using ActiveActive.TestKit.History;
using static ActiveActive.Tests.TestKit.Histories.Say;

namespace ActiveActive.Tests.TestKit.Histories;

/// <summary>Each check passes what may be and finds what may not.</summary>
public sealed class ChecksTests
{
    [Fact]
    public void Once_is_right_and_unknown_may_be_there_or_not()
    {
        RecordedOperation[] history = [Write("a", 0, 1), Write("u", 0, 1, Outcome.Unknown), Write("v", 0, 1, Outcome.Unknown), Write("r", 0, 1, Outcome.Refused)];
        Assert.Empty(HistoryChecks.ExactlyOnce(history, Holds("a", "u")));
    }

    [Theory]
    [InlineData(FindingKind.Lost, new string[0])]
    [InlineData(FindingKind.Doubled, new[] { "a", "a" })]
    [InlineData(FindingKind.Doubled, new[] { "a", "u", "u" })]
    [InlineData(FindingKind.Doubled, new[] { "a", "r" })]
    [InlineData(FindingKind.Doubled, new[] { "a", "nobody" })]
    public void Lost_doubled_refused_and_unasked_writes_are_found(FindingKind kind, string[] held)
    {
        RecordedOperation[] history = [Write("a", 0, 1), Write("u", 0, 1, Outcome.Unknown), Write("r", 0, 1, Outcome.Refused)];
        Assert.Equal(kind, Assert.Single(HistoryChecks.ExactlyOnce(history, Holds(held))).Kind);
    }

    [Fact]
    public void A_subject_whose_end_is_not_told_counts_as_lost() =>
        Assert.Equal(FindingKind.Lost, Assert.Single(HistoryChecks.ExactlyOnce([Write("a", 0, 1)], new Dictionary<string, IReadOnlyCollection<string>>())).Kind);

    [Fact]
    public void Versions_may_overlap_and_may_not_go_back()
    {
        Assert.Empty(HistoryChecks.MonotonicVersions([Write("a", 0, 1, version: 1), Read(null, 0.5, 3, version: 0), Write("b", 2, 4, version: 2), Read(null, 3.5, 5, version: 2)]));
        Assert.Single(HistoryChecks.MonotonicVersions([Write("a", 0, 1, version: 2), Read(null, 1.5, 2, version: 1)]));
        Assert.Single(HistoryChecks.MonotonicVersions([Write("a", 0, 1, version: 2), Write("b", 1.5, 2, version: 2)]));
    }

    [Fact]
    public void The_longest_gap_is_between_answers_of_one_subject_and_lasts_to_its_last_operation()
    {
        Assert.Equal(TimeSpan.FromSeconds(4), HistoryChecks.LongestGap([Write("a", 0, 1), Write("u", 1, 3, Outcome.Unknown), Read("a", 4, 5), Read("a", 5, 6)]));
        Assert.Equal(TimeSpan.FromSeconds(9), HistoryChecks.LongestGap([Write("a", 0, 1), Write("b", 2, 5, Outcome.Unknown), Write("c", 6, 10, Outcome.Unknown)]));
    }

    [Fact]
    public void A_register_that_forgets_is_found()
    {
        Assert.Empty(Register("b", Read(null, 0, 1), Write("a", 0, 4), Read("a", 1.5, 2), Write("b", 3, 5), Read("b", 6, 7)));
        Assert.Equal([FindingKind.WentBack], Register("b", Write("a", 0, 1), Write("b", 2, 3), Read("a", 4, 5)));
        Assert.Equal([FindingKind.WentBack], Register("a", Write("a", 0, 1), Read(null, 2, 3)));
        Assert.Equal([FindingKind.Lost], Register("a", Write("a", 0, 1), Write("b", 2, 3)));
        Assert.Contains(FindingKind.Doubled, Register("a", Write("a", 0, 1, Outcome.Refused), Read("a", 2, 3)));
        Assert.Equal([FindingKind.NotLinearizable], Register("a", Read("a", 0, 1), Write("a", 2, 3)));
        Assert.Equal([FindingKind.Undecided], Register("a", Write("a", 0, 1), Write("a", 2, 3)));
    }

    [Fact]
    public void The_register_check_agrees_with_trying_all_orders()
    {
        const int Histories = 4000;
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var (good, bad) = (0, 0);
        for (var i = 0; i < Histories; i++)
        {
            var history = RandomHistory(random);
            var held = random.Next(4) == 0 ? null : history[random.Next(history.Length)].Value;
            var expected = AllOrders.AnyIsRight([.. history, Read(held, 100, 101)]);
            Assert.True(expected == (Register(held, history).Length == 0), $"seed {seed}, history {i}, right is {expected}, held {held}: {string.Join("; ", history.AsEnumerable())}");
            _ = expected ? good++ : bad++;
        }

        // The generator makes enough of both.
        Assert.InRange(good, Histories / 20, Histories);
        Assert.InRange(bad, Histories / 20, Histories);
    }

    private static FindingKind[] Register(string? held, params RecordedOperation[] history) =>
        [.. HistoryChecks.LinearizableRegister(history, new Dictionary<string, string?> { ["x"] = held }).Select(static finding => finding.Kind)];

    private static RecordedOperation[] RandomHistory(Random random)
    {
        const int Longest = 6;
        var values = Enumerable.Range(0, random.Next(1, 4)).Select(static i => $"v{i}").ToArray();
        var writes = values.Select(value => Times(random, (start, end) => Write(value, start, end, random.Next(4) == 0 ? Outcome.Unknown : Outcome.Ok)));
        var reads = Enumerable.Range(0, random.Next(1, Longest - values.Length + 1))
            .Select(_ => Times(random, (start, end) => Read(random.Next(5) == 0 ? null : values[random.Next(values.Length)], start, end)));
        return [.. writes, .. reads];
    }

    private static RecordedOperation Times(Random random, Func<double, double, RecordedOperation> make)
    {
        // Never two at the same time, which an operation's "began after that one had ended" would make a matter of taste.
        var start = random.NextDouble() * 10;
        return make(start, start + (random.NextDouble() * 4));
    }

    private static Dictionary<string, IReadOnlyCollection<string>> Holds(params string[] values) => new() { ["x"] = values };
}
