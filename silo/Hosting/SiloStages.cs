using ActiveActive.Database.Migration;
using ActiveActive.Silo.Replication;
using ActiveActive.Silo.Replication.Residency;
using ActiveActive.Silo.Security;
using ActiveActive.Silo.Storage;
using ActiveActive.Silo.Storage.Shards;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Hosting;

/// <summary>What must happen in a certain order with Orleans' own start and stop: the database is made ready before the silo joins; the silo is ready when it has.</summary>
internal sealed class SiloStages(
    IOptions<ActiveActiveOptions> options,
    RegionDatabase database,
    StorageShards shards,
    ShardRegistry registry,
    DatabaseClock clock,
    EffectPartitions partitions,
    OwnStreams streams,
    ResidencyRegistry residency,
    ValueSealer sealer,
    StoreWarmUp warmUp,
    StateRehearsal rehearsal,
    SiloState state,
    ILogger<SiloStages> log) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(nameof(SiloStages), ServiceLifecycleStage.First, PrepareDatabase);
        lifecycle.Subscribe(
            nameof(SiloStages),
            ServiceLifecycleStage.Active,
            _ =>
            {
                state.SetActive();
                return Task.CompletedTask;
            },
            _ =>
            {
                state.SetLeaving();
                return Task.CompletedTask;
            });
    }

    private async Task PrepareDatabase(CancellationToken cancellation)
    {
        foreach (var source in shards.All.Select(static shard => shard.Source).Prepend(database.Source).Distinct())
        {
            if (options.Value.MigrateAtStart)
            {
                await DatabaseMigrator.MigrateAsync(source, log, cancellation);
            }
            else
            {
                await DatabaseMigrator.CheckAsync(source, cancellation);
            }
        }

        await registry.Check(cancellation);
        await residency.Check(cancellation);
        await streams.Prepare(cancellation);
        await clock.Measure(cancellation);
        await partitions.Prepare(cancellation);
        if (sealer.IsEnabled)
        {
            await sealer.Keys.Current(cancellation);
        }

        await Task.WhenAll(warmUp.Run(cancellation), Task.Run(rehearsal.Run, cancellation));
    }
}
