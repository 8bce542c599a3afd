using System.Collections.Concurrent;
using System.Net;
using ActiveActive.Client;
using ActiveActive.Client.Calls;
using ActiveActive.Client.Gateways;
using ActiveActive.Client.Watch.Frames;
using ActiveActive.Tests.Cluster.State.Grains;
using ActiveActive.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace ActiveActive.Tests.Cluster.Gateways;

/// <summary>
/// Moving grains between gateways, against the Orleans in use: also the guard of what <see cref="GatewayInternals"/> reaches by reflection. If it fails after an
/// update of Orleans, gateways are not managed any more.
/// </summary>
public sealed class BalanceTests : IAsyncLifetime
{
    private const int Grains = 300;

    private InProcessTestCluster _cluster = null!;
    private GatewayInternals _internals = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureClient(static client => client.Services.Configure<GatewayOptions>(static options => options.GatewayListRefreshPeriod = TimeSpan.FromMilliseconds(200)));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
        var found = GatewayInternals.Find(_cluster.Client.ServiceProvider, out var missing);
        Assert.True(found is not null, missing);
        _internals = found;
    }

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_gateway_that_joins_gets_its_share_and_no_call_fails()
    {
        await CallAll();
        var before = Owners();
        Assert.Single(before.Values.Distinct());

        using var stop = new CancellationTokenSource();
        var calling = Task.Run(async () =>
        {
            var rounds = 0;
            for (; !stop.IsCancellationRequested; rounds++)
            {
                await CallAll();
            }

            return rounds;
        });
        await _cluster.StartSilosAsync(1);
        await Eventually.Holds(() => _internals.LiveGateways.Count == 2, "the second gateway is known");
        var moved = 0;
        while (await Balance() is > 0 and var some)
        {
            moved += some;
            await CallAll();
        }

        await stop.CancelAsync();
        Assert.True(await calling > 0);

        Assert.InRange(moved, 1, before.Count);
        var shares = Owners().Values.CountBy(static gateway => gateway).Select(static share => share.Value).Order().ToArray();
        Assert.Equal(2, shares.Length);
        Assert.InRange(shares[0], Grains / 3, Grains / 2);
        Assert.Equal(0, await Balance());
    }

    [Fact]
    public async Task A_grains_connection_is_the_one_of_its_gateway()
    {
        await CallAll();
        var connection = _internals.ConnectionOf(Grain(1).GetGrainId());

        Assert.NotNull(connection);
        Assert.Same(connection, await _internals.Connect(_internals.LiveGateways[0]));
        Assert.Equal(_internals.LiveGateways[0], _internals.GatewayOf(connection));
    }

    [Fact]
    public async Task A_gateway_that_is_marked_dead_comes_back()
    {
        await _cluster.StartSilosAsync(1);
        await Eventually.Holds(() => _internals.LiveGateways.Count == 2, "the second gateway is known");
        var first = _internals.LiveGateways[0];
        _internals.MarkAsDead(first);
        Assert.DoesNotContain(first, _internals.LiveGateways);
        await CallAll();

        await Eventually.Holds(
            () =>
            {
                _internals.RefreshList();
                return Task.FromResult(_internals.LiveGateways.Contains(first));
            },
            "it is used again",
            TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task An_answer_tells_which_silo_its_grain_lives_on()
    {
        await _cluster.StartSilosAsync(1);
        await Eventually.Holds(() => _internals.LiveGateways.Count == 2, "the second gateway is known");
        var homes = new ConcurrentDictionary<GrainId, SiloAddress>();
        _internals.Listen((grain, silo) => homes[grain] = silo);
        await CallAll();

        var management = _cluster.Client.GetGrain<IManagementGrain>(0);
        var lives = new Dictionary<GrainId, SiloAddress>();
        for (var number = 0; number < 20; number++)
        {
            lives[Grain(number).GetGrainId()] = (await management.GetActivationAddress(Grain(number)))!;
        }

        Assert.Equal(2, lives.Values.Distinct().Count());
        Assert.All(lives, grain => Assert.Equal(grain.Value, homes[grain.Key]));
    }

    [Fact]
    public async Task Calls_go_to_where_grains_live_and_follow_them()
    {
        await _cluster.StartSilosAsync(2);
        await Eventually.Holds(() => _internals.LiveGateways.Count == 3, "all gateways are known");
        var options = new ActiveActiveClientOptions();
        var events = new ClusterEvents(new InFlightCalls(), new RetryBudget(options.Calls, TimeProvider.System));
        var view = new ClusterView(events);
        Tell(view, 1);
        using var routing = new DirectRouting(new GatewayConnections(events, TimeProvider.System), view, new InFlightCalls(), Options.Create(options), TimeProvider.System, NullLogger<DirectRouting>.Instance);
        var homes = routing.Listen(_internals);
        await CallAll();
        await AllBy(_internals.LiveGateways[0]);
        homes.LookAgain();
        Assert.InRange(await Follow(routing, homes), 1, Grains);
        await AssertAllAtHome();

        // What has a home is not taken from there for the sake of balance.
        await Balance(homes);
        await AssertAllAtHome();

        var busiest = Owners().Values.CountBy(static gateway => gateway).MaxBy(static gateway => gateway.Value).Key;
        await _cluster.StopSiloAsync(_cluster.Silos.Single(silo => silo.GatewayAddress.Endpoint.Equals(busiest.Endpoint)));
        Tell(view, 2);
        homes.LookAgain();
        await CallAll();
        await Follow(routing, homes);
        await AssertAllAtHome();
    }

    private async Task AllBy(SiloAddress gateway)
    {
        var connection = await _internals.Connect(gateway);
        for (var number = 0; number < Grains; number++)
        {
            _internals.Bind(_internals.BucketOf(Grain(number).GetGrainId()), connection);
        }
    }

    // Each answer is a vote.
    private async Task<int> Follow(DirectRouting routing, GrainHomes homes)
    {
        for (var times = 0; times < 4; times++)
        {
            await CallAll();
        }

        return await routing.Bind(_internals, homes, CancellationToken.None);
    }

    private void Tell(ClusterView view, long version) =>
        view.OnMembers(new Members(version, [.. _cluster.Silos.Select(static silo => new Member(silo.SiloAddress, SiloStatus.Active, silo.GatewayAddress.Endpoint.Port))]));

    // Buckets with grains of two silos go to one of them.
    private async Task AssertAllAtHome()
    {
        var gateways = _cluster.Silos.ToDictionary(static silo => silo.SiloAddress, static silo => silo.GatewayAddress.Endpoint);
        var management = _cluster.Client.GetGrain<IManagementGrain>(0);
        for (var number = 0; number < Grains; number++)
        {
            var grain = Grain(number).GetGrainId();
            if (Enumerable.Range(0, Grains).Count(other => _internals.BucketOf(Grain(other).GetGrainId()) == _internals.BucketOf(grain)) == 1)
            {
                Assert.Equal(gateways[(await management.GetActivationAddress(Grain(number)))!], _internals.GatewayOf(_internals.ConnectionOf(grain)!).Endpoint);
            }
        }
    }

    private Task<int> Balance(GrainHomes? homes = null) =>
        GatewayBalancer.Balance(_internals, new GatewayHealth(TimeSpan.FromSeconds(1), TimeProvider.System, new NoControl()), new InFlightCalls(), homes, CancellationToken.None);

    private IPlainGrain Grain(int number) => _cluster.Client.GetGrain<IPlainGrain>($"grain-{number}");

    private Task CallAll() => Task.WhenAll(Enumerable.Range(0, Grains).Select(number => Grain(number).Do()));

    private Dictionary<int, SiloAddress> Owners() =>
        Enumerable.Range(0, Grains)
            .Select(number => _internals.BucketOf(Grain(number).GetGrainId()))
            .Distinct()
            .ToDictionary(static bucket => bucket, bucket => _internals.GatewayOf(_internals.ConnectionOf(bucket)!));

    private sealed class NoControl : IGatewayControl
    {
        public void Suspend(IPEndPoint gateway)
        {
        }

        public void Resume(IPEndPoint gateway)
        {
        }

        public void Drop(IPEndPoint gateway)
        {
        }

        public void StopSendingTo(IPEndPoint gateway)
        {
        }

        public long HeardAt(IPEndPoint gateway) => 0;

        public void Use(IPEndPoint gateway)
        {
        }
    }
}
