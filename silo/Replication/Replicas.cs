using ActiveActive.Replication;
using ActiveActive.State.Storage;
using Orleans.Runtime.Services;

namespace ActiveActive.Silo.Replication;

/// <summary>Tells the silos of the region what was merged, wherever the grains are.</summary>
internal sealed class Replicas(IServiceProvider services, RegionContext region, RegionProgress progress, ILocalSiloDetails local, IClusterMembershipService membership) : GrainServiceClient<IReplicaService>(services)
{
    /// <summary>What was not answered within is asked again, of whoever is a member then. Calls wait longer by themselves for a silo that has just joined, or that is gone and was not declared dead yet.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Lets active states take their merged rows. Done when all silos that are members have.</summary>
    /// <exception cref="Exception">One of them did not answer in time; tell it again.</exception>
    public Task Refresh(IReadOnlyCollection<MergedRow> rows, CancellationToken cancellation)
    {
        var told = rows.ToList();
        return Task.WhenAll(Others().Select(silo => silo.Refresh(told)).Append(region.Refresh(told))).WaitAsync(Patience, cancellation);
    }

    /// <summary>Done when memory on all silos shows the writes of replicated state that are under way now.</summary>
    /// <exception cref="Exception">One of them did not answer in time.</exception>
    public Task WritesDone(CancellationToken cancellation) => Task.WhenAll(Others().Select(static silo => silo.WritesDone()).Append(region.WritesDone())).WaitAsync(Patience, cancellation);

    /// <summary>Keeps a state from writing, wherever it is active, until it is refreshed, or half a second is over.</summary>
    /// <exception cref="Exception">Somebody did not answer in time; it may be writing.</exception>
    public Task Hold(StateKey key, CancellationToken cancellation) => Task.WhenAll(Others().Select(silo => silo.Hold(MergedRow.Of(key))).Append(region.Hold(key))).WaitAsync(Patience, cancellation);

    /// <summary>Tells what is stable, and whether replicated state may be written, as far as silos can be reached: who misses it folds later, or reads it in the database when it starts.</summary>
    public async Task Learn(List<StreamPosition> stable, bool mayWrite, CancellationToken cancellation)
    {
        region.Learn(stable.Select(static one => KeyValuePair.Create(StreamId.Parse(one.Stream), one.Number)), mayWrite);
        await Task.WhenAll(Others().Select(silo => silo.Learn(stable, mayWrite))).WaitAsync(Patience, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>The silos as they are known: when it changes, somebody may be there who has not been told.</summary>
    public MembershipVersion Members => membership.CurrentSnapshot.Version;

    /// <summary>Tells how far the streams are.</summary>
    /// <returns>Whether every silo was told.</returns>
    public async Task<bool> Tell(IReadOnlyDictionary<StreamId, long> applied, IReadOnlyDictionary<StreamId, long> stored, CancellationToken cancellation)
    {
        progress.Learn(applied, stored);
        var (toldApplied, toldStored) = (Positions(applied), Positions(stored));
        var told = Task.WhenAll(Others().Select(silo => silo.Progress(toldApplied, toldStored))).WaitAsync(Patience, cancellation);
        await told.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return told.IsCompletedSuccessfully;
    }

    private static List<StreamPosition> Positions(IReadOnlyDictionary<StreamId, long> streams) => [.. streams.Select(static one => new StreamPosition(one.Key.ToString(), one.Value))];

    /// <summary>Keeps replicated state from being written, and requests that were first made before a time from being made again. Done when all silos that are members know.</summary>
    /// <exception cref="Exception">One of them did not answer; tell it again.</exception>
    public Task Close(DateTimeOffset? noRetriesBefore, CancellationToken cancellation)
    {
        region.Close(noRetriesBefore);
        return Task.WhenAll(Others().Select(silo => silo.Close(noRetriesBefore))).WaitAsync(Patience, cancellation);
    }

    private IEnumerable<IReplicaService> Others() => membership.CurrentSnapshot.Members.Values
        .Where(member => member.Status is SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping && !member.SiloAddress.Equals(local.SiloAddress))
        .Select(member => GetGrainService(member.SiloAddress));
}
