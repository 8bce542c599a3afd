using ActiveActive.Client.Calls;
using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Unit.Client;

/// <summary>Calls to a gateway that has more to do than it can.</summary>
public sealed class WindowedCallTests
{
    private readonly FakeLink _link = new();
    private readonly FakeGrain _grain;
    private readonly GatewayWindow _window;

    public WindowedCallTests()
    {
        _grain = new FakeGrain(link: _link);
        _link.Window = _window = FullWindow();
    }

    [Fact]
    public async Task A_call_waits_for_its_place_and_is_then_sent_as_a_first_attempt()
    {
        var call = _grain.Answers(5L).As<IFakeExactlyOnceGrain>().Add(2);
        await FakeGrain.Settle();
        Assert.Empty(_grain.Attempts);

        _window.Leave();
        Assert.Equal(5, await call);
        Assert.Equal(1, Assert.Single(_grain.Attempts).Stamp!.Attempt);
        Assert.Equal(GatewayWindow.Fewest - 1, _window.Out);
    }

    [Fact]
    public async Task An_ordinary_call_waits_as_well_and_is_sent_once()
    {
        var call = _grain.Answers(5L).As<IFakeOrdinaryGrain>().Send(2);
        await FakeGrain.Settle();
        Assert.Empty(_grain.Attempts);

        _window.Leave();
        Assert.Equal(5, await call);
        Assert.Single(_grain.Attempts);
    }

    [Fact]
    public async Task What_was_never_sent_says_so_at_its_deadline()
    {
        var call = _grain.As<IFakeOrdinaryGrain>().Send(2);
        await _grain.Finish(call);

        var error = await Assert.ThrowsAsync<OverloadedException>(() => call);
        Assert.Contains("Nothing was done", error.Message, StringComparison.Ordinal);
        Assert.Equal(Advice.Retry, error.Advice);
        Assert.Empty(_grain.Attempts);

        _window.Leave();
        Assert.True(_window.TryEnter(), "It still holds its place in the queue.");
    }

    [Fact]
    public async Task A_caller_that_gives_up_is_not_sent()
    {
        using var cancellation = new CancellationTokenSource();
        var call = _grain.As<IFakeExactlyOnceGrain>().Add(2, cancellation.Token);
        await FakeGrain.Settle();
        await cancellation.CancelAsync();
        await _grain.Finish(call);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        _window.Leave();
        await FakeGrain.Settle();
        Assert.Empty(_grain.Attempts);
    }

    [Fact]
    public async Task An_attempt_that_was_given_up_keeps_its_place_until_it_is_answered()
    {
        _window.Leave(); // a place for the first attempt only
        var call = _grain.Hangs(out var answer).As<IFakeExactlyOnceGrain>().Add(2);
        for (var i = 0; i < 100; i++)
        {
            await FakeGrain.Settle(call);
            _grain.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.False(call.IsCompleted);
        Assert.Single(_grain.Attempts);

        answer.SetResult(7L);
        Assert.Equal(7, await call);
        Assert.Single(_grain.Attempts);
        await FakeGrain.Settle();
        Assert.Equal(GatewayWindow.Fewest - 1, _window.Out);
    }

    [Fact]
    public async Task What_may_have_gone_to_a_silo_that_died_holds_no_place_any_more()
    {
        _window.Leave();
        var call = _grain.Hangs(out var lost).Hangs(out var answer).As<IFakeExactlyOnceGrain>().Add(2);
        Assert.Equal(GatewayWindow.Fewest, _window.Out);
        _grain.Services.Events.SiloDied();
        await Eventually.Holds(() => _grain.Attempts.Count == 2, "it has been sent again, to the place that it had itself");
        Assert.Equal(GatewayWindow.Fewest, _window.Out);

        answer.SetResult(7L);
        Assert.Equal(7, await call);
        lost.SetResult(7L);
        await FakeGrain.Settle();
        Assert.Equal(GatewayWindow.Fewest - 1, _window.Out);
    }

    [Fact]
    public async Task A_call_whose_gateway_is_lost_while_it_waits_goes_by_another()
    {
        var call = _grain.Answers(5L).As<IFakeExactlyOnceGrain>().Add(2);
        await FakeGrain.Settle();
        var other = new GatewayWindow(_grain.Time);
        _link.Window = other;
        _window.Close();

        Assert.Equal(5, await call);
        Assert.Equal((GatewayWindow.Fewest, 0), (_window.Out, other.Out));
    }

    [Fact]
    public async Task A_grain_that_is_bound_elsewhere_while_its_call_waits_leaves_the_place_to_the_next()
    {
        var (first, second) = (_grain.Answers(5L).As<IFakeExactlyOnceGrain>().Add(2), _window.Wait(new Nobody()));
        await FakeGrain.Settle();
        _link.Window = new GatewayWindow(_grain.Time);
        _window.Leave();

        Assert.Equal(5, await first);
        await FakeGrain.Settle();
        Assert.True(second.IsGranted);
    }

    [Fact]
    public async Task What_goes_on_a_connection_that_is_made_for_it_counts_there()
    {
        _link.Window = null;
        var opened = new GatewayWindow(_grain.Time);
        var source = new TaskCompletionSource<object?>();
        var call = _grain.Does(_ =>
        {
            _link.Window = opened;
            return source.Task;
        }).As<IFakeExactlyOnceGrain>().Add(2);
        Assert.Equal(1, opened.Out);

        source.SetResult(5L);
        Assert.Equal(5, await call);
        Assert.Equal(0, opened.Out);
    }

    private GatewayWindow FullWindow()
    {
        var window = new GatewayWindow(_grain.Time);
        window.OnWait(GatewayWindow.Crowded * 2);
        while (window.TryEnter())
        {
        }

        return window;
    }

    private sealed class Nobody : IThreadPoolWorkItem
    {
        public void Execute()
        {
        }
    }
}
