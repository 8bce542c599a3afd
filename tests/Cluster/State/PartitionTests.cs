using ActiveActive.Silo.Storage;
using ActiveActive.Tests.Cluster.State.Grains;
using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Cluster.State;

/// <summary>The effects' partitions while somebody reads them for long, as a backup does.</summary>
public sealed class PartitionTests(PostgresFixture postgres)
{
    private const string Old = "effect_600000_1200000";

    [Fact]
    public async Task An_old_partition_is_dropped()
    {
        await using var region = await RegionCluster.Start(await postgres.NewDatabase(), deliverSends: false);
        await AttachOld(region);
        await region.Service<EffectPartitions>().KeepNow(CancellationToken.None);
        Assert.Equal(0, await Count(region));
    }

    [Fact]
    public async Task A_reader_of_an_old_partition_holds_up_neither_a_start_nor_new_partitions()
    {
        var database = await postgres.NewDatabase();
        await using var region = await RegionCluster.Start(database, deliverSends: false);
        await AttachOld(region);
        await using var reader = await region.Database.OpenConnectionAsync();
        await using var transaction = await reader.BeginTransactionAsync();
        await using (var read = reader.CreateCommand())
        {
            read.CommandText = $"select count(*) from activeactive.{Old}";
            await read.ExecuteScalarAsync();
        }

        await region.Execute("do $$ declare p text; begin select max(relname) into p from pg_class where relname ~ '^effect_[0-9]+_[0-9]+$' and relkind = 'r' and relname <> '" + Old + "'; execute 'drop table activeactive.' || p; end $$");
        await using var second = await RegionCluster.Start(database, deliverSends: false);
        Assert.Equal(5, await second.Grains.GetGrain<ITallyGrain>("written").Add(5));
        Assert.Equal(1, await Count(region));
    }

    private static Task AttachOld(RegionCluster region)
    {
        var old = EffectPartition.Parse(Old);
        return region.Execute($"create table activeactive.{Old} partition of activeactive.effect for values from ('{old.FirstId}') to ('{old.EndId}')");
    }

    private static Task<long> Count(RegionCluster region) => region.Scalar<long>($"select count(*) from pg_class where relname = '{Old}'");
}
