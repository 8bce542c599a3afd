using ActiveActive.Replication;
using ActiveActive.State.Storage;
using Orleans.Runtime.Services;

namespace ActiveActive.Silo.Replication;

/// <summary>Tells the silos of the region what was merged, wherever the grains are.</summary>
internal sealed class Replicas(IServiceProvider services, RegionContext region, RegionProgress progress, ILocalSiloDetails local, IClusterMembershipService membership) : GrainServiceClient<IReplicaService>(services)
{
    /// <summary>Lets active states read their rows anew. Done when all silos that are members have.</summary>
    /// <exception cref="Exception">One of them did not answer; tell it again.</exception>
    public Task Refresh(IReadOnlyCollection<StateKey> keys)
    {
        var told = keys.Select(MergedKey.Of).ToList();
        return Task.WhenAll(Others().Select(silo => silo.Refresh(told)).Append(region.Refresh(keys)));
    }

    /// <summary>Keeps a state from writing, wherever it is active, until it is refreshed, or half a second is over.</summary>
    public Task Hold(StateKey key) => Task.WhenAll(Others().Select(silo => silo.Hold(MergedKey.Of(key))).Append(region.Hold(key)));

    /// <summary>Tells what is stable, and whether replicated state may be written, as far as silos can be reached: who misses it folds later, or reads it in the database when it starts.</summary>
    public async Task Learn(List<StreamPosition> stable, bool mayWrite)
    {
        region.Learn(stable.Select(static one => KeyValuePair.Create(StreamId.Parse(one.Stream), one.Number)), mayWrite);
        await Task.WhenAll(Others().Select(silo => silo.Learn(stable, mayWrite))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>The silos as they are known: when it changes, somebody may be there who has not been told.</summary>
    public MembershipVersion Members => membership.CurrentSnapshot.Version;

    /// <summary>Tells how far the streams are.</summary>
    /// <returns>Whether every silo was told.</returns>
    public async Task<bool> Tell(IReadOnlyDictionary<StreamId, long> applied, IReadOnlyDictionary<StreamId, long> stored)
    {
        progress.Learn(applied, stored);
        var (toldApplied, toldStored) = (Positions(applied), Positions(stored));
        var told = Task.WhenAll(Others().Select(silo => silo.Progress(toldApplied, toldStored)));
        await told.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return told.IsCompletedSuccessfully;
    }

    private static List<StreamPosition> Positions(IReadOnlyDictionary<StreamId, long> streams) => [.. streams.Select(static one => new StreamPosition(one.Key.ToString(), one.Value))];

    /// <summary>Keeps replicated state from being written, and requests that were first made before a time from being made again. Done when all silos that are members know.</summary>
    /// <exception cref="Exception">One of them did not answer; tell it again.</exception>
    public Task Close(DateTimeOffset? noRetriesBefore)
    {
        region.Close(noRetriesBefore);
        return Task.WhenAll(Others().Select(silo => silo.Close(noRetriesBefore)));
    }

    private IEnumerable<IReplicaService> Others() => membership.CurrentSnapshot.Members.Values
        .Where(member => member.Status is SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping && !member.SiloAddress.Equals(local.SiloAddress))
        .Select(member => GetGrainService(member.SiloAddress));
}
