using ActiveActive.Client;
using ActiveActive.Client.Calls;
using Orleans.Runtime.Messaging;

namespace ActiveActive.Tests.Unit.Client;

/// <summary>Calls that are made while no gateway is connected, or that had gone through the last one.</summary>
public sealed class HeldCallTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeLink _link = new() { OpenConnections = 0 };
    private readonly FakeGrain _grain;
    private readonly LostHold _hold;

    public HeldCallTests()
    {
        _grain = new FakeGrain(link: _link);
        _link.Hold = _hold = new LostHold(_grain.Time);
    }

    [Fact]
    public async Task However_many_calls_there_are_one_tries_at_a_time()
    {
        var calls = MakeCalls(200, _grain.AlwaysFails(NoGateway));
        await Pass(Second);

        Assert.InRange(_grain.Attempts.Count, 9, 11);
        Assert.All(calls, static call => Assert.False(call.IsCompleted));
    }

    [Fact]
    public async Task When_a_gateway_is_connected_the_others_are_sent_as_fast_as_they_are_answered()
    {
        var calls = await HoldCalls();
        for (var i = 0; i < calls.Length; i++)
        {
            _grain.Answers(5L);
        }

        Connect();
        await _grain.Finish(Task.WhenAll(calls), Second); // a budget of 500 that is not given back would take minutes
        Assert.All(calls, static call => Assert.Equal(5, call.Result));
        Assert.Equal(1 + calls.Length, _grain.Attempts.Count);
    }

    [Fact]
    public async Task But_no_more_of_them_are_out_than_the_budget_allows()
    {
        await HoldCalls();
        ConnectToWhatNeverAnswers();
        await Pass(TimeSpan.FromMilliseconds(100));
        Assert.InRange(_grain.Attempts.Count, _grain.Options.RetryBurst, _grain.Options.RetryBurst + 10);
    }

    [Fact]
    public async Task A_silo_s_death_sends_nothing_that_never_was()
    {
        await HoldCalls();
        ConnectToWhatNeverAnswers();
        await Pass(TimeSpan.FromMilliseconds(50));
        var before = _grain.Attempts.Select(static attempt => attempt.Stamp!.Id).ToHashSet();
        _grain.Services.InFlight.OnSiloDied();
        await Pass(TimeSpan.FromMilliseconds(50));
        Assert.InRange(_grain.Attempts.Select(static attempt => attempt.Stamp!.Id).ToHashSet().Count - before.Count, 0, 20);
    }

    [Fact]
    public async Task An_ordinary_call_waits_as_well_and_is_sent_once()
    {
        _grain.Fails(NoGateway()).Answers(5L);
        var first = _grain.As<IFakeExactlyOnceGrain>().Add(1);
        await FakeGrain.Settle();
        var call = _grain.As<IFakeOrdinaryGrain>().Send(2);
        await FakeGrain.Settle();
        Assert.Single(_grain.Attempts);

        Connect();
        Assert.Equal(5, await call);
        Assert.False(first.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task What_was_never_sent_says_so_when_the_patience_is_over()
    {
        _grain.AlwaysFails(NoGateway).As<IFakeExactlyOnceGrain>().Add(1).Ignore();
        await FakeGrain.Settle();
        var call = _grain.As<IFakeOrdinaryGrain>().Send(2);
        _link.LostFor = _grain.Options.ConnectionPatience - Second;
        await Pass(TimeSpan.FromMilliseconds(40));
        Assert.False(call.IsCompleted);

        _link.LostFor = _grain.Options.ConnectionPatience + Second;
        await _grain.Finish(call, 2 * Second);
        var error = await Assert.ThrowsAsync<ConnectionFailedException>(() => call);
        Assert.Contains("Nothing was done", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_never_sent_says_so_at_its_deadline()
    {
        var grain = new FakeGrain(new CallOptions { ConnectionPatience = Timeout.InfiniteTimeSpan, Deadline = Second, AttemptTimeout = Second }, _link);
        (_link.LostFor, _link.Hold) = (Second, new LostHold(grain.Time));
        grain.AlwaysFails(NoGateway);
        var calls = MakeCalls(50, grain);
        await grain.Finish(Task.WhenAll(calls), 3 * Second);

        Assert.InRange(grain.Attempts.Count, 1, 50);
        var error = await Assert.ThrowsAsync<ConnectionFailedException>(() => calls[^1]);
        Assert.Contains("Nothing was done", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_not_sent()
    {
        using var cancellation = new CancellationTokenSource();
        _grain.Fails(NoGateway()).As<IFakeExactlyOnceGrain>().Add(1).Ignore();
        await FakeGrain.Settle();
        var call = _grain.As<IFakeExactlyOnceGrain>().Add(2, cancellation.Token);
        await FakeGrain.Settle();
        await cancellation.CancelAsync();
        await FakeGrain.Settle(call);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Single(_grain.Attempts);
    }

    [Fact]
    public void Nothing_looks_again_when_nobody_waits()
    {
        var turn = _hold.Wait(new Nothing());
        Assert.True(turn.IsGranted);
        var next = _hold.Wait(new Nothing());
        Assert.False(next.IsGranted);
        _hold.Leave(next);
        Assert.Equal(0, _grain.Time.Armed);

        next = _hold.Wait(new Nothing());
        Assert.Equal(1, _grain.Time.Armed);
        _hold.Close();
        Assert.True(next.IsGranted);
        Assert.Equal(0, _grain.Time.Armed);
    }

    private static SiloUnavailableException NoGateway() => new("No gateways available");

    private static Task<long>[] MakeCalls(int calls, FakeGrain grain)
    {
        var proxy = grain.As<IFakeExactlyOnceGrain>();
        return [.. Enumerable.Range(0, calls).Select(_ => proxy.Add(1))];
    }

    // One has tried in vain, the others wait.
    private async Task<Task<long>[]> HoldCalls()
    {
        _grain.Fails(NoGateway());
        var calls = MakeCalls(2_000, _grain);
        await FakeGrain.Settle();
        Assert.Single(_grain.Attempts);
        return calls;
    }

    private void ConnectToWhatNeverAnswers()
    {
        for (var i = 0; i < 4_000; i++)
        {
            _grain.Hangs();
        }

        Connect();
    }

    private void Connect()
    {
        (_link.Hold, _link.OpenConnections, _link.LostFor) = (null, 1, TimeSpan.Zero);
        _link.Opened++;
        _hold.Close();
    }

    private async Task Pass(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMilliseconds(10))
        {
            await FakeGrain.Settle();
            _grain.Time.Advance(TimeSpan.FromMilliseconds(10));
        }

        await FakeGrain.Settle();
    }

    private sealed class Nothing : IThreadPoolWorkItem
    {
        public void Execute()
        {
        }
    }
}
