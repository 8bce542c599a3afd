using Orleans.Concurrency;
using Orleans.Placement;

namespace RelayHost;

[RandomPlacement, Reentrant]
public sealed class RelayGrain(ILocalSiloDetails silo) : Grain, IRelayGrain
{
    private int _calls;

    public Task<SiloAddress> Where()
    {
        _calls++;
        return Task.FromResult(silo.SiloAddress);
    }

    public Task<SiloAddress> WhereIs(string other) => GrainFactory.GetGrain<IRelayGrain>(other).Where();

    public Task<int> Calls() => Task.FromResult(_calls);
}
