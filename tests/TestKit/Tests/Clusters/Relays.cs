using System.Collections.Immutable;
using ActiveActive.TestKit;
using RelayHost;

namespace ActiveActive.Tests.TestKit.Clusters;

/// <summary>
/// Grains on different silos of a cluster, and calls over the links between them. A client's calls to one grain all go through one gateway, which may be a silo that is cut off from the
/// grain's own; so several grains on a silo are called at once, and the first answer counts.
/// </summary>
internal sealed class Relays
{
    private const int GrainsPerSilo = 10;
    private const int MostGrains = 2000;
    private static readonly TimeSpan Arrives = TimeSpan.FromSeconds(20);
    private readonly IFailoverCluster _cluster;
    private readonly Dictionary<SiloAddress, ImmutableList<string>> _grainsOn;

    private Relays(IFailoverCluster cluster, Dictionary<SiloAddress, ImmutableList<string>> grainsOn)
    {
        _cluster = cluster;
        _grainsOn = grainsOn;
    }

    public IReadOnlyCollection<SiloAddress> Silos => _grainsOn.Keys;

    /// <summary>Calls grains until there are enough on every silo.</summary>
    public static async Task<Relays> Find(IFailoverCluster cluster, int silos)
    {
        var found = new Dictionary<SiloAddress, ImmutableList<string>>();
        for (var i = 0; i < MostGrains && (found.Count < silos || found.Values.Any(static grains => grains.Count < GrainsPerSilo)); i++)
        {
            var silo = await cluster.Grains.GetGrain<IRelayGrain>($"relay-{i}").Where();
            found[silo] = found.GetValueOrDefault(silo, []).Add($"relay-{i}");
        }

        Assert.Equal(silos, found.Count);
        var relays = new Relays(cluster, found);
        foreach (var (from, to) in from one in found.Keys from other in found.Keys select (one, other))
        {
            // Each silo now knows where the others' grains are, and need not ask a silo that it may be cut off from.
            await Task.WhenAll(relays.Calls(from, to));
        }

        return relays;
    }

    /// <summary>The grain that calls to a silo are made to.</summary>
    public string TargetOn(SiloAddress silo) => _grainsOn[silo][0];

    /// <summary>A call from grains on one silo to one on another: the first answer.</summary>
    public async Task<SiloAddress> Call(SiloAddress from, SiloAddress to) => await await Task.WhenAny(Calls(from, to));

    /// <summary>The call's answer comes.</summary>
    public static async Task Comes(Task<SiloAddress> call, SiloAddress from) => Assert.Equal(from, await call.WaitAsync(Arrives));

    /// <summary>The call does not end in a time that is long for one that can.</summary>
    public static async Task DoesNotCome(Task call)
    {
        await Task.WhenAny(call, Task.Delay(TimeSpan.FromSeconds(1)));
        Assert.False(call.IsCompleted, $"The call has ended: {call.Status}.");
    }

    private Task<SiloAddress>[] Calls(SiloAddress from, SiloAddress to) =>
        [.. _grainsOn[from].Take(GrainsPerSilo).Select(grain => _cluster.Grains.GetGrain<IRelayGrain>(grain).WhereIs(TargetOn(to)))];
}
