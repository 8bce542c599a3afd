using ActiveActive.Client.Calls;
using Microsoft.Extensions.Time.Testing;

namespace ActiveActive.Tests.Unit.Client;

public sealed class GatewayWindowTests
{
    private static readonly TimeSpan Ping = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Crowd = GatewayWindow.Crowded + TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly GatewayWindow _window;

    public GatewayWindowTests() => _window = new GatewayWindow(_time);

    [Fact]
    public void A_silo_that_is_not_crowded_gets_all_calls()
    {
        Assert.Null(Tell(GatewayWindow.Crowded));
        Assert.All(Enumerable.Range(0, 100_000), _ => Assert.True(_window.TryEnter()));
        Assert.Null(_window.Limit);
    }

    [Fact]
    public void A_crowded_silo_gets_what_it_answers_in_the_time_that_the_window_is_worth()
    {
        Answer(1_000);
        Assert.True(Tell(Crowd));
        Assert.Equal(2_000, _window.Limit); // 1,000 in a quarter of a second are 4,000 a second

        Enter(2_000);
        Assert.False(_window.TryEnter());
        _window.Leave();
        Assert.True(_window.TryEnter());
    }

    [Fact]
    public void The_best_rate_of_the_last_two_seconds_counts()
    {
        Answer(1_000);
        Tell(Crowd);
        for (var i = 0; i < 7; i++)
        {
            Tell(Crowd);
            Assert.Equal(2_000, _window.Limit);
        }

        Tell(Crowd);
        Assert.Equal(GatewayWindow.Fewest, _window.Limit); // nothing was answered since
    }

    [Fact]
    public void Calls_that_are_long_by_themselves_have_room()
    {
        Enter(1_000);
        for (var i = 0; i < 8; i++)
        {
            for (var answered = 0; answered < 50; answered++)
            {
                _window.Leave();
                _window.Enter();
            }

            Tell(TimeSpan.Zero); // 200 a second, 5 seconds each
        }

        Tell(Crowd);
        Assert.Equal(1_100, _window.Limit);
    }

    [Fact]
    public void A_silo_that_has_caught_up_gets_a_tenth_more_each_time_and_then_all()
    {
        Tell(Crowd);
        Assert.Equal(64, _window.Limit);
        Assert.Null(Tell(TimeSpan.Zero));
        Assert.Equal(70, _window.Limit);
        var times = 1;
        for (; _window.Limit is not null; times++)
        {
            Assert.InRange(times, 1, 60);
            Assert.Equal(_window.Limit * 1.1 >= 16_384 ? false : null, Tell(TimeSpan.Zero));
        }

        Assert.InRange(times, 55, 60); // some 15 seconds
        Assert.True(_window.TryEnter());
    }

    [Fact]
    public void Who_waits_comes_in_turn()
    {
        Tell(Crowd);
        Enter(64);
        var (first, second, third) = (new Call(), new Call(), new Call());
        var turns = new[] { _window.Wait(first), _window.Wait(second), _window.Wait(third) };
        Assert.DoesNotContain(turns, static turn => turn.IsGranted);

        _window.Leave(turns[0], isUsed: false); // given up
        _window.Leave();
        Assert.Equal([false, true, false], turns.Select(static turn => turn.IsGranted));
        Assert.False(_window.TryEnter());

        _window.Leave(turns[1], isUsed: false); // granted, but not wanted any more
        Assert.True(turns[2].IsGranted);
        Assert.Equal(64, _window.Out);
    }

    [Fact]
    public async Task A_window_that_grows_lets_in_who_waits_and_nobody_passes_them()
    {
        Tell(Crowd);
        Enter(64);
        var calls = Enumerable.Range(0, 40).Select(static _ => new Call()).ToArray();
        var turns = calls.Select(_window.Wait).ToArray();
        Tell(TimeSpan.Zero);
        Assert.Equal(6, turns.Count(static turn => turn.IsGranted));
        Assert.All(turns[..6], static turn => Assert.True(turn.IsGranted));
        await Task.WhenAll(calls[..6].Select(static call => call.Woken)).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.False(_window.TryEnter());
        Assert.Equal(70, _window.Out);
    }

    [Fact]
    public void A_connection_that_has_ended_lets_all_go_and_has_no_window_again()
    {
        Tell(Crowd);
        Enter(64);
        var turn = _window.Wait(new Call());
        _window.Close();
        Assert.True(turn.IsGranted);
        Tell(Crowd);
        Assert.Null(_window.Limit);
    }

    [Fact]
    public void What_is_sent_already_counts_whether_there_is_a_place_or_not()
    {
        Tell(Crowd);
        Enter(64);
        _window.Enter();
        _window.Leave();
        Assert.False(_window.TryEnter());
        _window.Leave();
        Assert.True(_window.TryEnter());
    }

    private bool? Tell(TimeSpan wait)
    {
        _time.Advance(Ping);
        return _window.OnWait(wait);
    }

    private void Enter(int attempts)
    {
        for (var i = 0; i < attempts; i++)
        {
            Assert.True(_window.TryEnter());
        }
    }

    private void Answer(int attempts)
    {
        Enter(attempts);
        for (var i = 0; i < attempts; i++)
        {
            _window.Leave();
        }
    }

    private sealed class Call : IThreadPoolWorkItem
    {
        private readonly TaskCompletionSource _woken = new();

        public Task Woken => _woken.Task;

        public void Execute() => _woken.TrySetResult();
    }
}
