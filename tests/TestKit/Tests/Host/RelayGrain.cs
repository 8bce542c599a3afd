using System.Collections.Concurrent;
using Orleans.Concurrency;
using Orleans.Placement;

namespace RelayHost;

[RandomPlacement, Reentrant, Immovable]
public sealed class RelayGrain(ILocalSiloDetails silo) : Grain, IRelayGrain
{
    private static readonly ConcurrentDictionary<string, int> Arrived = new();

    /// <summary>How often a grain of this process was asked where it is, over all clusters.</summary>
    public static int Arrivals(string grain) => Arrived.GetValueOrDefault(grain);

    public Task<SiloAddress> Where()
    {
        Arrived.AddOrUpdate(this.GetPrimaryKeyString(), 1, static (_, count) => count + 1);
        return Task.FromResult(silo.SiloAddress);
    }

    public Task<SiloAddress> WhereIs(string other) => GrainFactory.GetGrain<IRelayGrain>(other).Where();
}
