using ActiveActive.TestKit;
using ActiveActive.TestKit.Checks;
using ActiveActive.TestKit.History;

namespace ActiveActive.Tests.TestKit.Histories;

/// <summary>The recorder notes what its caller knows, no more.</summary>
public sealed class RecorderTests
{
    [Fact]
    public async Task A_write_is_repeated_under_one_id_until_its_outcome_is_known()
    {
        var history = new HistoryRecorder(7) { ResolvePause = TimeSpan.Zero };
        List<CallStamp> stamps = [];
        var noted = await history.WriteAsync(
            "x",
            "a",
            () =>
            {
                stamps.Add(CallScope.Current!.Stamp);
                return stamps.Count < 3 ? throw new TimeoutException("late") : Task.FromResult(5);
            },
            static answer => answer);
        Assert.Equal((Outcome.Ok, 5, 3, "TimeoutException: late"), (noted.Outcome, noted.Version, noted.Attempts, noted.Error));
        Assert.Equal([1, 2, 3], stamps.Select(static stamp => stamp.Attempt));
        Assert.All(stamps, stamp => Assert.Equal(noted.Id, stamp.Id.Value));
        Assert.InRange(noted.End, noted.Start, TimeSpan.MaxValue);
        Assert.Equal(noted, Assert.Single(history.Operations));
        history.Require();
    }

    [Fact]
    public async Task Refusals_are_final_and_what_stays_unknown_is_noted_so()
    {
        var history = new HistoryRecorder { ResolveTime = TimeSpan.Zero };
        Assert.Equal(Outcome.Refused, (await history.WriteAsync("x", "a", static () => throw new RefusedException("no", "No."))).Outcome);
        Assert.Equal((Outcome.Unknown, "b"), Pair(await history.WriteAsync("x", "b", static () => throw new TimeoutException())));
        Assert.Equal((Outcome.Unknown, null), Pair(await history.ReadAsync<int>("x", static () => throw new TimeoutException())));
        Assert.Equal((Outcome.Ok, "7"), Pair(await history.ReadAsync("x", static () => Task.FromResult(7), static answer => $"{answer}")));
    }

    [Fact]
    public async Task One_can_wait_for_more_answers_and_unknown_outcomes_are_none()
    {
        var history = new HistoryRecorder();
        history.Add(Say.Write("a", 0, 1));
        var waiting = history.AnsweredAsync(2);
        history.Add(Say.Write("b", 0, 1));
        history.Add(Say.Write("c", 0, 1, Outcome.Unknown));
        Assert.False(waiting.IsCompleted);
        history.Add(Say.Write("d", 0, 1, Outcome.Refused));
        await waiting;

        var error = await Assert.ThrowsAsync<TimeoutException>(() => history.AnsweredAsync(1, TimeSpan.FromMilliseconds(1)));
        Assert.Contains("0 of 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_history_without_an_acknowledgement_proves_nothing()
    {
        var history = new HistoryRecorder(42);
        history.Add(Say.Write("a", 0, 1, Outcome.Unknown));
        var failed = Assert.Throws<HistoryViolationException>(() => history.Require([]));
        Assert.Contains("seed 42", failed.Message, StringComparison.Ordinal);

        history.Add(Say.Write("b", 0, 1));
        history.Require([]);
        var findings = Assert.Throws<HistoryViolationException>(() => history.Require([new Finding(FindingKind.Lost, 1, "b is gone")]));
        Assert.Contains("- Lost: b is gone", findings.Message, StringComparison.Ordinal);
        Assert.Single(findings.Findings);
    }

    private static (Outcome Outcome, string? Value) Pair(RecordedOperation operation) => (operation.Outcome, operation.Value);
}
