using ActiveActive.Silo;
using ActiveActive.Silo.Storage;
using ActiveActive.Silo.Storage.Shards;
using ActiveActive.Tests.Cluster.State.Grains;
using ActiveActive.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ActiveActive.Tests.Cluster.Storage;

/// <summary>State in several databases behind one storage; two of them on different servers.</summary>
public sealed class ShardTests(PostgresFixture postgres, ShardTests.OtherServer other) : IClassFixture<ShardTests.OtherServer>, IAsyncLifetime
{
    private string _database = "";
    private string[] _shards = [];

    public async ValueTask InitializeAsync() => (_database, _shards) = (await postgres.NewDatabase(), [await postgres.NewDatabase(), await other.NewDatabase()]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Each_grain_is_in_one_of_the_databases_and_is_found_there_again()
    {
        await using (var region = await Region(_shards))
        {
            await Task.WhenAll(Enumerable.Range(0, 40).Select(number => region.Grains.GetGrain<ITallyGrain>($"tally-{number}").Add(number)));
            Assert.Equal(0L, await region.Scalar<long>("select count(*) from activeactive.state"));
        }

        for (var shard = 0; shard < 2; shard++)
        {
            var keys = await Keys(_shards[shard]);
            Assert.InRange(keys.Count, 5, 35);
            Assert.All(keys, key => Assert.Equal(shard, StorageShards.Place("tally", key, 2)));
        }

        await using var again = await Region(_shards);
        for (var number = 0; number < 40; number++)
        {
            Assert.Equal((number, 1L), (await again.Grains.GetGrain<ITallyGrain>($"tally-{number}").Read()) is var read ? ((int)read.Sum, read.Version) : default);
        }
    }

    [Fact]
    public async Task Sends_between_databases_arrive_once()
    {
        await using var region = await Region(_shards);
        var (here, there) = (Key(0), Key(1));
        await region.Grains.GetGrain<ITallyGrain>(here).SendTo(there, 5);
        await region.Grains.GetGrain<ITallyGrain>(there).SendTo(here, 3);
        await Eventually.Holds(
            async () => (await region.Grains.GetGrain<ITallyGrain>(here).Read()).Sum == -2 && (await region.Grains.GetGrain<ITallyGrain>(there).Read()).Sum == 2,
            "both sends have arrived");
        foreach (var shard in _shards)
        {
            await Eventually.Holds(async () => await Scalar(shard, "select count(*) from activeactive.send where done_at is not null") == 1, "the send is acknowledged in its own database");
        }
    }

    /// <summary>What a send did is in its target's database and must stay there for as long as the send is in its source's.</summary>
    [Fact]
    public async Task What_a_send_did_is_kept_while_the_send_is_in_the_other_database()
    {
        await using var region = await Region(_shards);
        await region.Grains.GetGrain<ITallyGrain>(Key(0)).SendTo(Key(1), 5);
        await Eventually.Holds(async () => await Scalar(_shards[1], "select count(*) from activeactive.effect_send") == 1, "the send has had its effect");
        await Eventually.Holds(async () => await Scalar(_shards[0], "select count(*) from activeactive.send where done_at is not null") == 1, "the send is acknowledged");
        await Execute(_shards[1], "update activeactive.effect_send set created_at = created_at - interval '1 day'");
        var partitions = region.Service<EffectPartitions>();
        await partitions.KeepNow(CancellationToken.None);
        Assert.Equal(1L, await Scalar(_shards[1], "select count(*) from activeactive.effect_send"));
        await Execute(_shards[0], "update activeactive.send set done_at = done_at - interval '1 day'");
        await partitions.KeepNow(CancellationToken.None);
        Assert.Equal((0L, 0L), (await Scalar(_shards[0], "select count(*) from activeactive.send"), await Scalar(_shards[1], "select count(*) from activeactive.effect_send")));
    }

    [Fact]
    public async Task Other_databases_or_another_order_are_refused()
    {
        await (await Region(_shards)).DisposeAsync();
        await Refused("number 1 of 2", [_shards[1], _shards[0]]);
        await Refused("number 0 of 2", [_shards[0]]);
        await Refused("2 of this storage", [_shards[0], _shards[1], await postgres.NewDatabase()]);
        await Refused("is empty", [_shards[0], await postgres.NewDatabase()]);
        await Refused("is empty", [await postgres.NewDatabase(), _shards[1]]);
        await (await Region(_shards)).DisposeAsync();
    }

    [Fact]
    public async Task A_region_with_state_of_its_own_does_not_begin_anew_in_shards()
    {
        await (await Region([])).DisposeAsync();
        await Refused("state of its own", _shards);
    }

    [Fact]
    public async Task A_silo_that_died_while_the_storage_was_made_leaves_it_to_the_next_one()
    {
        await Execute(_shards[1], "insert into activeactive.shard (storage_id, number, count) values (gen_random_uuid(), 1, 2)");
        await (await Region(_shards)).DisposeAsync();
        Assert.Equal(1L, await Scalar(_shards[0], "select count(*) from activeactive.shard where complete and number = 0 and count = 2"));
    }

    private static string Key(int shard) => Enumerable.Range(0, 1000).Select(static number => $"key-{number}").First(key => StorageShards.Place("tally", key, 2) == shard);

    private async Task Refused(string because, string[] shards)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => Region(shards));
        Assert.Contains(because, error.ToString(), StringComparison.Ordinal);
    }

    private Task<RegionCluster> Region(string[] shards) => RegionCluster.Start(
        _database,
        configureSilo: silo => silo.Services.Configure<ActiveActiveOptions>(options => shards.ToList().ForEach(options.Storage.Shards.Add)));

    private static async Task<List<string>> Keys(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("select grain_key from activeactive.state");
        await using var reader = await command.ExecuteReaderAsync();
        var keys = new List<string>();
        while (await reader.ReadAsync())
        {
            keys.Add(reader.GetString(0));
        }

        return keys;
    }

    private static async Task<long> Scalar(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task Execute(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A second server.</summary>
    public sealed class OtherServer : PostgresFixture;
}
