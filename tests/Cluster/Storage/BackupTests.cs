using ActiveActive.Database.Backup;
using ActiveActive.Silo;
using ActiveActive.Tests.Cluster.State.Grains;
using ActiveActive.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ActiveActive.Tests.Cluster.Storage;

/// <summary>A backup is taken while the region works, and restored as a new incarnation.</summary>
public sealed class BackupTests(PostgresFixture postgres) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aa-backup-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_acknowledged_before_a_backup_under_load_is_in_it_and_money_is_whole()
    {
        var (database, restored) = (await postgres.NewDatabase(), await Empty());
        var before = new long[10];
        await using (var region = await Region(database))
        {
            using var enough = new CancellationTokenSource();
            var load = Enumerable.Range(0, 10).Select(async number =>
            {
                // Each keeps sending ones to the next, so that the sum over all of them and what is under way stays zero.
                var tally = region.Grains.GetGrain<ITallyGrain>($"ring-{number}");
                while (!enough.IsCancellationRequested)
                {
                    await tally.SendTo($"ring-{(number + 1) % 10}", 1);
                    before[number]++;
                }
            }).ToList();
            await Eventually.Holds(() => before.All(static count => count > 20), "the load is under way");
            var acknowledged = before.ToArray();
            var backup = await RegionBackup.RunAsync(database, [], To("one"), Cancellation);
            await enough.CancelAsync();
            await Task.WhenAll(load);
            Assert.True(backup.Region.Rows["activeactive.effect"] >= acknowledged.Sum(), "effects that were acknowledged before the backup are missing from it");
        }

        var report = await RegionRestore.RunAsync(To("one"), restored, [], Cancellation);
        Assert.Equal(2, report.Incarnation);
        Assert.Equal(0L, await Scalar(restored, "select count(*) from OrleansMembershipTable"));
        await using var again = await Region(restored);
        await Eventually.Holds(
            async () => (await Task.WhenAll(Enumerable.Range(0, 10).Select(number => again.Grains.GetGrain<ITallyGrain>($"ring-{number}").Read()))).Sum(static read => read.Sum) == 0
                && await Scalar(restored, "select count(*) from activeactive.send where done_at is null") == 0,
            "what was under way in the backup has arrived, and the sum is zero again");
        await again.Grains.GetGrain<ITallyGrain>("ring-0").Add(1);
    }

    [Fact]
    public async Task A_damaged_or_unfinished_backup_is_refused_and_nothing_is_changed()
    {
        var (database, restored) = (await postgres.NewDatabase(), await Empty());
        await (await Region(database)).DisposeAsync();
        await RegionBackup.RunAsync(database, [], To("two"), Cancellation);
        await Refused("not empty", () => RegionBackup.RunAsync(database, [], To("two"), Cancellation));

        var dump = Path.Combine(To("two"), "region.dump");
        var bytes = await File.ReadAllBytesAsync(dump, Cancellation);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(dump, bytes, Cancellation);
        await Refused("damaged", () => RegionRestore.RunAsync(To("two"), restored, [], Cancellation));
        File.Delete(Path.Combine(To("two"), BackupManifest.FileName));
        await Refused("no complete backup", () => RegionRestore.RunAsync(To("two"), restored, [], Cancellation));
        Assert.Equal(0L, await Scalar(restored, "select count(*) from pg_namespace where nspname = 'activeactive'"));
    }

    [Fact]
    public async Task A_database_in_use_is_never_overwritten()
    {
        var database = await postgres.NewDatabase();
        await (await Region(database)).DisposeAsync();
        await RegionBackup.RunAsync(database, [], To("three"), Cancellation);
        await Refused("not empty", () => RegionRestore.RunAsync(To("three"), database, [], Cancellation));
    }

    [Fact]
    public async Task Shards_are_backed_up_and_restored_together()
    {
        var (database, shards) = (await postgres.NewDatabase(), new[] { await postgres.NewDatabase(), await postgres.NewDatabase() });
        await using (var region = await Region(database, shards))
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(number => region.Grains.GetGrain<ITallyGrain>($"s-{number}").Add(number)));
        }

        await Refused("--shard", () => RegionBackup.RunAsync(database, [], To("none"), Cancellation));
        await Refused("in their order", () => RegionBackup.RunAsync(database, [shards[1], shards[0]], To("order"), Cancellation));
        await RegionBackup.RunAsync(database, shards, To("shards"), Cancellation);
        var (restored, parts) = (await Empty(), new[] { await Empty(), await Empty() });
        await Refused("2 shards", () => RegionRestore.RunAsync(To("shards"), restored, [], Cancellation));
        await RegionRestore.RunAsync(To("shards"), restored, parts, Cancellation);
        await using var again = await Region(restored, parts);
        for (var number = 0; number < 20; number++)
        {
            Assert.Equal(number, (await again.Grains.GetGrain<ITallyGrain>($"s-{number}").Read()).Sum);
        }
    }

    private static async Task Refused(string because, Func<Task> action)
    {
        var error = await Assert.ThrowsAsync<BackupException>(action);
        Assert.Contains(because, error.Message, StringComparison.Ordinal);
    }

    private static Task<RegionCluster> Region(string database, params string[] shards) => RegionCluster.Start(
        database,
        configureSilo: silo => silo.Services.Configure<ActiveActiveOptions>(options => shards.ToList().ForEach(options.Storage.Shards.Add)));

    private static async Task<long> Scalar(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private string To(string name) => Path.Combine(_folder, name);

    private async Task<string> Empty()
    {
        await using var source = NpgsqlDataSource.Create(postgres.Server.ConnectionString);
        var name = $"restored_{Guid.NewGuid():N}";
        await using var command = source.CreateCommand($"create database {name}");
        await command.ExecuteNonQueryAsync(Cancellation);
        return new NpgsqlConnectionStringBuilder(postgres.Server.ConnectionString) { Database = name }.ConnectionString;
    }
}
