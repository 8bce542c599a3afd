using ActiveActive.Replication;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Replication;

/// <inheritdoc cref="IReplicaService"/>
internal sealed class ReplicaService(GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, RegionContext region, RegionProgress progress, StreamWatch watch) : GrainService(id, silo, loggers), IReplicaService
{
    private bool _isKnown;

    public async Task Refresh(List<MergedRow> rows)
    {
        await BeKnown();
        await region.Refresh(rows);
    }

    public Task WritesDone() => region.WritesDone();

    public Task Hold(MergedRow state) => region.Hold(state.Key);

    public async Task Progress(List<StreamPosition> applied, List<StreamPosition> stored)
    {
        await BeKnown();
        progress.Learn(applied.Select(Read), stored.Select(Read));
    }

    public Task Committed()
    {
        watch.CommittedElsewhere();
        return Task.CompletedTask;
    }

    public Task Close(DateTimeOffset? noRetriesBefore)
    {
        region.Close(noRetriesBefore);
        return Task.CompletedTask;
    }

    public Task Learn(List<StreamPosition> stable, bool mayWrite)
    {
        region.Learn(stable.Select(Read), mayWrite);
        return Task.CompletedTask;
    }

    // Until it is told something for the first time, the silo that merges may not have known that this one exists, and states that are active here may be older than their rows.
    private async Task BeKnown()
    {
        if (!_isKnown)
        {
            await region.RefreshAll();
            _isKnown = true;
        }
    }

    private static KeyValuePair<StreamId, long> Read(StreamPosition position) => KeyValuePair.Create(StreamId.Parse(position.Stream), position.Number);
}
