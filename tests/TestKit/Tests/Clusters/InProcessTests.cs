using ActiveActive.TestKit;
using RelayHost;

namespace ActiveActive.Tests.TestKit.Clusters;

/// <summary>The in-process cluster's ways to hurt do what they say.</summary>
public sealed class InProcessTests
{
    // Nobody is to be declared dead while links are cut and silos frozen here.
    private static readonly FailoverTestClusterOptions Patient = new() { DeadAfter = TimeSpan.FromSeconds(30) };

    [Fact]
    public async Task A_cut_holds_calls_between_two_silos_until_it_is_healed()
    {
        await using var cluster = await FailoverTestCluster.StartAsync(Patient);
        var relays = await Relays.Find(cluster, 3);
        var (one, two, three) = (cluster.AddressOf(1), cluster.AddressOf(2), cluster.AddressOf(3));
        var target = relays.TargetOn(two);
        var before = RelayGrain.Arrivals(target);

        await cluster.CutAsync(1, 2);
        var held = relays.Call(one, two);
        await Relays.DoesNotCome(held);
        Assert.Equal(before, RelayGrain.Arrivals(target));
        await Relays.Comes(relays.Call(one, three), three);
        await Relays.Comes(relays.Call(three, two), two);

        await cluster.HealAsync();
        await Relays.Comes(held, two);
    }

    [Fact]
    public async Task A_frozen_silo_answers_when_it_is_thawed()
    {
        await using var cluster = await FailoverTestCluster.StartAsync(Patient);
        var relays = await Relays.Find(cluster, 3);
        var (one, two) = (cluster.AddressOf(1), cluster.AddressOf(2));

        await cluster.FreezeAsync(2);
        var asked = relays.Call(one, two);
        await Relays.DoesNotCome(asked);
        await cluster.ThawAsync(2);
        await Relays.Comes(asked, two);
    }

    [Fact]
    public async Task A_silo_that_stays_frozen_is_replaced_and_nothing_is_lost()
    {
        await using var cluster = await FailoverTestCluster.StartAsync();
        var counters = Enumerable.Range(0, 30).Select(i => cluster.Grains.GetGrain<ICounterGrain>($"c{i}")).ToArray();
        await Task.WhenAll(counters.Select(static counter => counter.Add(1)));
        await cluster.FreezeAsync(3);
        Assert.All(await Task.WhenAll(counters.Select(static counter => counter.Add(1))), static value => Assert.Equal(2, value.Value));
    }

    [Fact]
    public async Task A_silo_cut_off_from_the_client_is_reached_by_the_other_silos()
    {
        await using var cluster = await FailoverTestCluster.StartAsync(Patient with { Silos = 1 });
        var relay = cluster.Grains.GetGrain<IRelayGrain>("relay");
        await relay.Where();

        await cluster.CutClientAsync(1);
        var held = relay.Where();
        await Relays.DoesNotCome(held);
        await cluster.HealAsync();
        await Relays.Comes(held, cluster.AddressOf(1));
    }

    [Fact]
    public async Task A_killed_silo_can_be_started_again()
    {
        await using var cluster = await FailoverTestCluster.StartAsync(new FailoverTestClusterOptions { Silos = 2 });
        var counter = cluster.Grains.GetGrain<ICounterGrain>("counter");
        await counter.Add(1);
        await cluster.KillAsync(1);
        await cluster.KillAsync(1);
        Assert.Throws<TestKitException>(() => cluster.AddressOf(1));
        Assert.Equal(2, (await counter.Add(1)).Value);

        await cluster.StartAsync(1);
        await Assert.ThrowsAsync<TestKitException>(() => cluster.StartAsync(1));
        await cluster.StopAsync(2);
        Assert.Equal(3, (await counter.Add(1)).Value);
        await Relays.Find(cluster, 1);
    }

    [Fact]
    public async Task What_is_wrong_is_said()
    {
        await Assert.ThrowsAsync<TestKitException>(() => FailoverTestCluster.StartAsync(new FailoverTestClusterOptions { Silos = 21 }));
        await Assert.ThrowsAsync<TestKitException>(() => FailoverTestCluster.StartAsync(new FailoverTestClusterOptions { DeadAfter = TimeSpan.Zero }));
        await using var cluster = await FailoverTestCluster.StartAsync(new FailoverTestClusterOptions { Silos = 1 });
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => cluster.KillAsync(2));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => cluster.CutAsync(1, 1));
        await Assert.ThrowsAsync<TestKitException>(cluster.Database.KillAsync);
    }
}
