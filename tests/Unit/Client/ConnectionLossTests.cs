using ActiveActive.Client;
using Orleans.Runtime.Messaging;

namespace ActiveActive.Tests.Unit.Client;

/// <summary>Calls when no gateway is connected.</summary>
public sealed class ConnectionLossTests
{
    private readonly FakeLink _link = new() { OpenConnections = 0 };
    private readonly FakeGrain _grain;

    public ConnectionLossTests() => _grain = new FakeGrain(link: _link);

    [Fact]
    public async Task A_hopeless_call_fails_without_waiting_for_its_deadline_and_says_that_nothing_was_done()
    {
        _link.LostFor = _grain.Options.ConnectionPatience + TimeSpan.FromSeconds(1);
        var call = _grain.AlwaysFails(static () => new SiloUnavailableException("No gateways available")).As<IFakeExactlyOnceGrain>().Add(1);

        Assert.InRange(await _grain.Finish(call), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        var error = await Assert.ThrowsAsync<ConnectionFailedException>(() => call);
        Assert.Contains("Nothing was done", error.Message, StringComparison.Ordinal);
        Assert.Single(_grain.Attempts);
    }

    [Fact]
    public async Task A_call_that_may_have_happened_before_the_loss_says_so()
    {
        _link.OpenConnections = 1;
        var call = _grain.Fails(new TimeoutException()).AlwaysFails(static () => new SiloUnavailableException("No gateways available")).As<IFakeExactlyOnceGrain>().Add(1);
        _link.OpenConnections = 0;
        _link.LostFor = _grain.Options.ConnectionPatience + TimeSpan.FromSeconds(1);
        await _grain.Finish(call);

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => call);
    }

    [Fact]
    public async Task Until_then_calls_go_on_trying()
    {
        _link.LostFor = _grain.Options.ConnectionPatience;
        var call = _grain.Fails(new SiloUnavailableException("No gateways available")).Answers(5L).As<IFakeExactlyOnceGrain>().Add(1);
        await _grain.Finish(call);

        Assert.Equal(5, await call);
    }

    [Fact]
    public async Task Patience_may_be_endless()
    {
        var grain = new FakeGrain(new CallOptions { ConnectionPatience = Timeout.InfiniteTimeSpan, Deadline = TimeSpan.FromSeconds(5), MaxDelay = TimeSpan.FromSeconds(1) }, _link);
        _link.LostFor = TimeSpan.FromDays(1);
        var call = grain.AlwaysFails(static () => new SiloUnavailableException("No gateways available")).As<IFakeExactlyOnceGrain>().Add(1);

        Assert.InRange(await grain.Finish(call), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(6));
        await Assert.ThrowsAsync<SiloUnavailableException>(() => call); // nothing was sent, so it is not unknown
    }

    [Fact]
    public async Task What_cannot_have_been_sent_is_sent_again_whatever_the_method()
    {
        var call = _grain.Fails(new SiloUnavailableException("No gateways available")).Answers(3L).As<IFakeOrdinaryGrain>().Send(1);
        await _grain.Finish(call);

        Assert.Equal(3, await call);
        Assert.Equal(2, _grain.Attempts.Count);
    }

    [Fact]
    public async Task A_connection_that_was_opened_meanwhile_leaves_room_for_doubt()
    {
        var call = _grain.Does(_ =>
        {
            _link.Opened++;
            return Task.FromException<object?>(new SiloUnavailableException("dead"));
        }).As<IFakeOrdinaryGrain>().Send(1);

        await Assert.ThrowsAsync<SiloUnavailableException>(() => call);
        Assert.Single(_grain.Attempts);
    }
}
