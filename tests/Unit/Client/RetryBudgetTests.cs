using ActiveActive.Client;
using ActiveActive.Client.Calls;
using Microsoft.Extensions.Time.Testing;

namespace ActiveActive.Tests.Unit.Client;

public sealed class RetryBudgetTests
{
    private readonly CallOptions _options = new() { RetryBurst = 100, RetryRatio = 0.2, RetriesPerSecond = 10 };
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void A_burst_is_allowed_and_then_a_share_of_the_calls()
    {
        var budget = new RetryBudget(_options, _time);
        Assert.Equal(100, TakeAll(budget));

        for (var i = 0; i < 50; i++)
        {
            budget.OnCall();
        }

        Assert.Equal(10, TakeAll(budget));
    }

    [Fact]
    public void A_few_retries_a_second_are_allowed_without_calls()
    {
        var budget = new RetryBudget(_options, _time);
        TakeAll(budget);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(10, TakeAll(budget));
    }

    [Fact]
    public void It_holds_no_more_than_the_burst()
    {
        var budget = new RetryBudget(_options, _time);
        for (var i = 0; i < 100_000; i++)
        {
            budget.OnCall();
        }

        budget.Helped();
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(100, TakeAll(budget));
    }

    [Fact]
    public void Twice_as_many_follow_those_that_helped()
    {
        var budget = new RetryBudget(_options, _time);
        TakeAll(budget);
        budget.OnCall();
        _time.Advance(TimeSpan.FromSeconds(0.1));
        for (var round = 1; round <= 6; round++)
        {
            var taken = TakeAll(budget);
            Assert.Equal(1 << (round - 1), taken);
            for (var i = 0; i < taken; i++)
            {
                budget.Helped();
            }
        }
    }

    [Fact]
    public async Task An_empty_budget_delays_a_retry_and_does_not_fail_the_call()
    {
        var grain = new FakeGrain(new CallOptions { RetryBurst = 1, RetriesPerSecond = 1, RetryRatio = 0 });
        Assert.True(grain.Services.Budget.TryTake());
        var call = grain.Fails(new TimeoutException()).Answers(5L).As<IFakeExactlyOnceGrain>().Add(1);
        var took = await grain.Finish(call);

        Assert.Equal(5, await call);
        Assert.InRange(took, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_call_that_gets_no_retry_ends_at_its_deadline_as_any_other()
    {
        var grain = new FakeGrain(new CallOptions { RetryBurst = 1, RetriesPerSecond = 1, RetryRatio = 0, Deadline = TimeSpan.FromSeconds(3), AttemptTimeout = TimeSpan.FromMilliseconds(100), MaxDelay = TimeSpan.FromSeconds(1) });
        var calls = Enumerable.Range(0, 10).Select(_ => grain.Hangs().As<IFakeExactlyOnceGrain>().Add(1)).ToArray();
        for (var i = 0; i < 100; i++)
        {
            grain.Hangs();
        }

        var took = await grain.Finish(Task.WhenAll(calls));

        Assert.All(calls, static call => Assert.IsType<OutcomeUnknownException>(call.Exception!.InnerException));
        Assert.InRange(took, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3.5));
        Assert.InRange(grain.Attempts.Count, 11, 15); // one at once, one a second
    }

    [Fact]
    public async Task A_late_answer_is_taken_while_the_budget_is_empty()
    {
        var grain = new FakeGrain(new CallOptions { RetryBurst = 1, RetriesPerSecond = 1, RetryRatio = 0, AttemptTimeout = TimeSpan.FromMilliseconds(100) });
        Assert.True(grain.Services.Budget.TryTake());
        var call = grain.Hangs(out var answer).As<IFakeExactlyOnceGrain>().Add(1);
        grain.Time.Advance(grain.Options.AttemptTimeout);
        await FakeGrain.Settle();
        answer.SetResult(5L);

        Assert.Equal(5, await call.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Single(grain.Attempts);
    }

    [Fact]
    public async Task What_an_event_is_worth_needs_no_budget_also_for_those_who_wait_for_it()
    {
        var grain = new FakeGrain(new CallOptions { RetryBurst = 1, RetriesPerSecond = 1, RetryRatio = 0 });
        Assert.True(grain.Services.Budget.TryTake());
        var waiting = Enumerable.Range(0, 20).Select(_ => grain.Fails(new TimeoutException()).As<IFakeExactlyOnceGrain>().Add(1)).ToArray();
        grain.Time.Advance(grain.Options.MaxDelay / 10); // past the first wait between attempts
        await FakeGrain.Settle();
        var hanging = Enumerable.Range(0, 20).Select(_ => grain.Hangs().As<IFakeExactlyOnceGrain>().Add(1)).ToArray();
        for (var i = 0; i < 40; i++)
        {
            grain.Answers(1L);
        }

        grain.Services.Events.GatewayLost("any");
        grain.Services.Events.SiloDied();

        await Task.WhenAll([.. waiting, .. hanging]).WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_silos_death_fills_it()
    {
        var budget = new RetryBudget(_options, _time);
        TakeAll(budget);
        new ClusterEvents(new InFlightCalls(), budget).GatewayLost("any");
        Assert.False(budget.TryTake());

        new ClusterEvents(new InFlightCalls(), budget).SiloDied();
        Assert.Equal(100, TakeAll(budget));
    }

    [Fact]
    public async Task Retries_that_are_answered_are_free()
    {
        var grain = new FakeGrain(new CallOptions { RetryBurst = 50, RetriesPerSecond = 1, RetryRatio = 0 });
        for (var i = 0; i < 1000; i++)
        {
            await grain.Finish(grain.Fails(new StorageUnavailableException("down")).Answers(1L).As<IFakeExactlyOnceGrain>().Add(1), TimeSpan.FromMilliseconds(200));
        }

        Assert.Equal(2000, grain.Attempts.Count);
    }

    [Fact]
    public async Task Those_who_wait_are_woken_in_their_order_each_once_and_only_with_a_token()
    {
        var budget = new RetryBudget(_options, _time);
        TakeAll(budget);
        var calls = Enumerable.Range(0, 1_000).Select(_ => new WaitingCall()).ToList();
        var turns = calls.ConvertAll(budget.Wait);
        for (var tenths = 0; tenths < 100; tenths++)
        {
            _time.Advance(TimeSpan.FromSeconds(0.1));
        }

        await Task.WhenAll(calls.Take(100).Select(static call => call.Woken)).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(Enumerable.Range(0, 1_000).Select(static number => number < 100), turns.Select(static turn => turn.IsGranted));
        Assert.Equal(100, calls.Sum(static call => call.Times));
        Assert.False(budget.TryTake()); // there is a queue
    }

    [Fact]
    public async Task Who_leaves_the_queue_with_a_token_or_without_one_takes_nothing_from_the_others()
    {
        var budget = new RetryBudget(_options, _time);
        TakeAll(budget);
        var (first, second, third) = (new WaitingCall(), new WaitingCall(), new WaitingCall());
        var (givenUp, answered, used) = (budget.Wait(first), budget.Wait(second), budget.Wait(third));
        budget.Leave(givenUp, isUsed: false);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await second.Woken.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(used.IsGranted);
        budget.Leave(answered, isUsed: false);
        await third.Woken.WaitAsync(TimeSpan.FromSeconds(10));
        budget.Leave(used, isUsed: true);
        Assert.Equal((0, 1, 1), (first.Times, second.Times, third.Times));
        Assert.Equal(0, TakeAll(budget));
    }

    [Fact]
    public async Task A_retry_that_helped_brings_two_of_those_who_wait()
    {
        var budget = new RetryBudget(_options, _time);
        TakeAll(budget);
        WaitingCall[] calls = [new(), new(), new()];
        var turns = calls.Select(budget.Wait).ToList();
        budget.Helped();
        await Task.WhenAll(calls.Take(2).Select(static call => call.Woken)).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal([true, true, false], turns.Select(static turn => turn.IsGranted));
    }

    private sealed class WaitingCall : IThreadPoolWorkItem
    {
        private readonly TaskCompletionSource _woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _times;

        public Task Woken => _woken.Task;

        public int Times => _times;

        public void Execute()
        {
            Interlocked.Increment(ref _times);
            _woken.TrySetResult();
        }
    }

    private static int TakeAll(RetryBudget budget)
    {
        var taken = 0;
        while (budget.TryTake())
        {
            taken++;
        }

        return taken;
    }
}
