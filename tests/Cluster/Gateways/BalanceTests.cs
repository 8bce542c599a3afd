using System.Net;
using ActiveActive.Client.Calls;
using ActiveActive.Client.Gateways;
using ActiveActive.Tests.Cluster.State.Grains;
using ActiveActive.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
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

    private Task<int> Balance() => GatewayBalancer.Balance(_internals, new GatewayHealth(TimeSpan.FromSeconds(1), TimeProvider.System, new NoControl()), new InFlightCalls(), CancellationToken.None);

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

        public void Use(IPEndPoint gateway)
        {
        }
    }
}
