using ActiveActive.Replication;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Replication;

/// <inheritdoc cref="IReplicaService"/>
internal sealed class ReplicaService(GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, RegionContext region) : GrainService(id, silo, loggers), IReplicaService
{
    public Task Refresh(List<MergedKey> keys) => region.Refresh(keys.Select(static key => key.Key));

    public Task Hold(MergedKey key) => region.Hold(key.Key);

    public Task Learn(List<StreamPosition> stable, bool mayWrite)
    {
        region.Learn(stable.Select(static one => KeyValuePair.Create(StreamId.Parse(one.Stream), one.Number)), mayWrite);
        return Task.CompletedTask;
    }
}
