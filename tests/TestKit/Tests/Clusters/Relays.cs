using ActiveActive.TestKit;
using RelayHost;

namespace ActiveActive.Tests.TestKit.Clusters;

/// <summary>Grains on different silos of a cluster, and calls over the links between them.</summary>
internal sealed class Relays
{
    private static readonly TimeSpan Arrives = TimeSpan.FromSeconds(20);
    private readonly IFailoverCluster _cluster;
    private readonly Dictionary<SiloAddress, string> _grainOn;

    private Relays(IFailoverCluster cluster, Dictionary<SiloAddress, string> grainOn)
    {
        _cluster = cluster;
        _grainOn = grainOn;
    }

    public IReadOnlyCollection<SiloAddress> Silos => _grainOn.Keys;

    /// <summary>Calls grains until there is one on every silo.</summary>
    public static async Task<Relays> Find(IFailoverCluster cluster, int silos)
    {
        var found = new Dictionary<SiloAddress, string>();
        for (var i = 0; found.Count < silos && i < 1000; i++)
        {
            found.TryAdd(await cluster.Grains.GetGrain<IRelayGrain>($"relay-{i}").Where(), $"relay-{i}");
        }

        Assert.Equal(silos, found.Count);
        var relays = new Relays(cluster, found);
        foreach (var (from, to) in from one in found.Keys from other in found.Keys select (one, other))
        {
            // Each silo now knows where the others' grains are, and need not ask a silo that it may be cut off from.
            await relays.Call(from, to);
        }

        return relays;
    }

    public IRelayGrain On(SiloAddress silo) => _cluster.Grains.GetGrain<IRelayGrain>(_grainOn[silo]);

    /// <summary>A call from a grain on one silo to one on another.</summary>
    public Task<SiloAddress> Call(SiloAddress from, SiloAddress to) => On(from).WhereIs(_grainOn[to]);

    /// <summary>The call's answer comes.</summary>
    public static async Task Comes(Task<SiloAddress> call, SiloAddress from) => Assert.Equal(from, await call.WaitAsync(Arrives));

    /// <summary>The call does not end in a time that is long for one that can.</summary>
    public static async Task DoesNotCome(Task call)
    {
        await Task.WhenAny(call, Task.Delay(TimeSpan.FromSeconds(1)));
        Assert.False(call.IsCompleted, $"The call has ended: {call.Status}.");
    }
}
