using ActiveActive.Client.Calls;
using Orleans.Runtime.Messaging;

namespace ActiveActive.Tests.Unit.Client;

/// <summary>What calls in flight do when the cluster's events tell that their answers cannot come.</summary>
public sealed class ClusterEventTests
{
    private readonly FakeLink _link = new() { Connection = "a" };
    private readonly FakeGrain _grain;

    public ClusterEventTests() => _grain = new FakeGrain(link: _link);

    private IClusterEvents Events => _grain.Services.Events;

    [Fact]
    public async Task A_dead_silo_makes_what_is_in_flight_go_again_at_once_with_the_same_id()
    {
        var write = _grain.Hangs().As<IFakeExactlyOnceGrain>().Add(2);
        var read = _grain.Hangs().As<IFakeOrdinaryGrain>().Read();
        _grain.Answers(5L).Answers(6L);
        var began = _grain.Time.GetUtcNow();

        Events.SiloDied();
        await Task.WhenAll(write, read).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal([5L, 6L], new[] { await write, await read }.Order());
        Assert.Equal(began, _grain.Time.GetUtcNow());
        Assert.Equal(4, _grain.Attempts.Count);
        var writes = _grain.Attempts.Where(static attempt => attempt.Method == nameof(IFakeExactlyOnceGrain.Add)).Select(static attempt => attempt.Stamp!).ToArray();
        Assert.Single(writes.Select(static stamp => stamp.Id).Distinct());
        Assert.Equal([1, 2], writes.Select(static stamp => stamp.Attempt));
    }

    [Fact]
    public async Task The_attempt_before_a_dead_silo_may_still_answer()
    {
        var call = _grain.Hangs(out var first).Hangs().As<IFakeExactlyOnceGrain>().Add(2);
        Events.SiloDied();
        await Sent(2);
        first.SetResult(7L);

        Assert.Equal(7, await call.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_dead_silo_ends_the_wait_between_attempts()
    {
        var grain = new FakeGrain(new() { BaseDelay = TimeSpan.FromSeconds(10), MaxDelay = TimeSpan.FromSeconds(10) });
        var call = grain.Fails(new SiloUnavailableException("dead")).Answers(5L).As<IFakeExactlyOnceGrain>().Add(2);
        await FakeGrain.Settle();
        Assert.Single(grain.Attempts);

        grain.Services.Events.SiloDied();

        Assert.Equal(5, await call.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Each_event_is_worth_one_attempt()
    {
        var call = _grain.Hangs().Hangs().Hangs(out var third).As<IFakeExactlyOnceGrain>().Add(2);
        Events.SiloDied();
        await Sent(2);
        await FakeGrain.Settle();
        Assert.Equal(2, _grain.Attempts.Count);

        Events.SiloDied();
        await Sent(3);
        third.SetResult(1L);
        await call.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task An_ordinary_call_is_left_alone_when_a_silo_dies()
    {
        var call = _grain.Hangs(out var answer).As<IFakeOrdinaryGrain>().Send(1);
        Events.SiloDied();
        await FakeGrain.Settle();
        answer.SetResult(3L);

        Assert.Equal(3, await call.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Single(_grain.Attempts);
    }

    [Fact]
    public async Task A_lost_connection_makes_only_what_went_through_it_go_again()
    {
        var lost = _grain.Hangs().As<IFakeExactlyOnceGrain>().Add(1);
        _link.Connection = "b";
        var other = _grain.Hangs(out var answer).As<IFakeExactlyOnceGrain>().Add(2);
        _grain.Answers(5L);

        Events.GatewayLost("a");

        Assert.Equal(5, await lost.WaitAsync(TimeSpan.FromSeconds(10)));
        await FakeGrain.Settle();
        Assert.Equal(3, _grain.Attempts.Count);
        answer.SetResult(6L);
        Assert.Equal(6, await other.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task What_may_have_gone_through_a_lost_connection_goes_again_too()
    {
        _link.Connection = null;
        var call = _grain.Hangs().Answers(5L).As<IFakeExactlyOnceGrain>().Add(1);

        Events.GatewayLost("a");

        Assert.Equal(5, await call.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task An_ordinary_call_on_a_lost_connection_ends_soon_with_an_unknown_outcome()
    {
        var call = _grain.Hangs().As<IFakeOrdinaryGrain>().Send(1);
        var waits = _grain.Time.Waits;
        Events.GatewayLost("a");
        await _grain.Time.WaitsMoreThan(waits);
        var took = await _grain.Finish(call);

        var error = await Assert.ThrowsAsync<OutcomeUnknownException>(() => call);
        Assert.IsType<ConnectionFailedException>(error.InnerException);
        Assert.InRange(took, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10));
        Assert.Single(_grain.Attempts);
    }

    [Fact]
    public async Task An_ordinary_call_that_Orleans_sent_another_way_is_still_answered()
    {
        var call = _grain.Hangs(out var answer).As<IFakeOrdinaryGrain>().Send(1);
        var waits = _grain.Time.Waits;
        Events.GatewayLost("a");
        await _grain.Time.WaitsMoreThan(waits);
        _grain.Time.Advance(TimeSpan.FromMilliseconds(50));
        answer.SetResult(3L);

        Assert.Equal(3, await call.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Theory]
    [InlineData("b")]
    [InlineData(null)]
    public async Task An_ordinary_call_that_is_not_known_to_be_lost_is_left_alone(string? connection)
    {
        _link.Connection = connection;
        var call = _grain.Hangs(out var answer).As<IFakeOrdinaryGrain>().Send(1);
        Events.GatewayLost("a");
        _grain.Time.Advance(TimeSpan.FromSeconds(5));
        await FakeGrain.Settle();
        Assert.False(call.IsCompleted);

        answer.SetResult(3L);
        Assert.Equal(3, await call.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Nothing_stays_in_the_list()
    {
        await _grain.Answers(1L).As<IFakeExactlyOnceGrain>().Add(1);
        await Assert.ThrowsAsync<RefusedException>(() => _grain.Fails(new RefusedException("no", "no")).As<IFakeExactlyOnceGrain>().Add(1));
        var call = _grain.Hangs(out var answer).As<IFakeExactlyOnceGrain>().Add(1);
        Assert.Equal(1, _grain.Services.InFlight.Count);
        Assert.Equal([_grain.Id], _grain.Services.InFlight.Targets());
        answer.SetResult(1L);
        await call;

        Assert.Equal(0, _grain.Services.InFlight.Count);
    }

    [Fact]
    public async Task Many_threads_can_come_and_go_while_events_walk_the_list()
    {
        using var stop = new CancellationTokenSource();
        var walking = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                Events.SiloDied();
            }
        });
        var list = _grain.Services.InFlight;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var calls = Enumerable.Range(0, 50).Select(static _ => new Listed()).ToArray();
            for (var round = 0; round < 200; round++)
            {
                Array.ForEach(calls, list.Add);
                Array.ForEach(calls, InFlightCalls.Remove);
            }
        })));
        await stop.CancelAsync();
        await walking;

        Assert.Equal(0, list.Count);
        Assert.Empty(list.Targets());
    }

    [Fact]
    public void Being_in_the_list_costs_next_to_nothing()
    {
        var list = new InFlightCalls();
        var call = new Listed();
        var best = double.MaxValue;
        const int Times = 100_000;
        for (var round = 0; round < 5; round++)
        {
            var began = TimeProvider.System.GetTimestamp();
            for (var i = 0; i < Times; i++)
            {
                list.Add(call);
                InFlightCalls.Remove(call);
            }

            best = Math.Min(best, TimeProvider.System.GetElapsedTime(began).TotalNanoseconds / Times);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{best:F0} ns for a call to enter and leave the list");
        Assert.True(best < 1000, $"{best:F0} ns");
    }

    private async Task Sent(int attempts)
    {
        while (_grain.Attempts.Count < attempts)
        {
            await Task.Yield();
        }
    }

    private sealed class Listed : InFlightCall
    {
        public override GrainId Target => default;

        public override void OnDue()
        {
        }

        public override void OnSiloDied()
        {
        }

        public override void OnGatewayLost(object connection)
        {
        }
    }
}
