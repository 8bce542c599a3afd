using ActiveActive.Silo.Health;
using ActiveActive.Silo.Hosting;
using ActiveActive.Silo.Membership.Fencing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace ActiveActive.Tests.Unit.Health;

public sealed class ReadinessTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly SiloState _state = new();
    private readonly SelfFence _fence;
    private readonly Readiness _readiness;

    public ReadinessTests()
    {
        _fence = new SelfFence(TimeSpan.FromSeconds(1), _time);
        _readiness = new Readiness(_state, new ServiceCollection().AddSingleton(_fence).BuildServiceProvider());
    }

    [Fact]
    public void A_silo_is_ready_from_its_join_to_its_leave()
    {
        Assert.Contains("not joined", _readiness.Problem(), StringComparison.Ordinal);
        Assert.NotNull(_readiness.NotStarted());
        _state.SetActive();
        Assert.Null(_readiness.Problem());
        _state.SetLeaving();
        Assert.Contains("leaving", _readiness.Problem(), StringComparison.Ordinal);
        Assert.Null(_readiness.NotStarted());
    }

    [Fact]
    public void A_silo_that_was_declared_dead_is_not_ready()
    {
        _state.SetActive();
        _fence.Shut();
        Assert.Contains("declared this silo dead", _readiness.Problem(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_silo_that_nobody_confirms_is_not_ready_until_somebody_does()
    {
        _state.SetActive();
        var other = Orleans.Runtime.SiloAddress.New(System.Net.IPAddress.Loopback, 1, 1);
        _fence.SetMembers([other, Orleans.Runtime.SiloAddress.New(System.Net.IPAddress.Loopback, 2, 1)]);
        _fence.Begin(_time.GetTimestamp());
        Assert.Null(_readiness.Problem());
        _time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Contains("confirms", _readiness.Problem(), StringComparison.Ordinal);
        _fence.Confirm(other, _time.GetTimestamp());
        Assert.Null(_readiness.Problem());
    }

    [Fact]
    public void Without_a_fence_only_its_own_life_counts()
    {
        _state.SetActive();
        Assert.Null(new Readiness(_state, new ServiceCollection().BuildServiceProvider()).Problem());
    }
}
