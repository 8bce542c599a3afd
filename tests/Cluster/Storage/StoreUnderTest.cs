using ActiveActive.Silo;
using ActiveActive.Silo.Storage;
using ActiveActive.Silo.Storage.Flushes;
using ActiveActive.Silo.Storage.Shards;
using ActiveActive.State.Storage;
using ActiveActive.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ActiveActive.Tests.Cluster.Storage;

/// <summary>A silo's store without the silo, with means to hold up and break what it does.</summary>
internal sealed class StoreUnderTest : IAsyncDisposable
{
    private const string Holding = "held up for the test";
    private readonly ServiceProvider _services;
    private readonly NpgsqlDataSource _database;

    private StoreUnderTest(string connectionString, ServiceProvider services)
    {
        ConnectionString = connectionString;
        _services = services;
        _database = NpgsqlDataSource.Create(connectionString);
    }

    public string ConnectionString { get; }

    public string DatabaseName => new NpgsqlConnectionStringBuilder(ConnectionString).Database!;

    public PostgresStateStore Store => _services.GetRequiredService<PostgresStateStore>();

    public IServiceProvider Services => _services;

    public static async Task<StoreUnderTest> Open(string connectionString, Action<StorageOptions>? configure = null)
    {
        var services = new ServiceCollection()
            .AddLogging()
            .AddMetrics()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<RegionDatabase>()
            .AddSingleton<FlushMetrics>()
            .AddSingleton<StorageShards>()
            .AddSingleton<PostgresStateStore>()
            .AddSingleton<EffectPartitions>()
            .Configure<ActiveActiveOptions>(options =>
            {
                options.Database = connectionString;
                options.MaxConnections = 20;
                configure?.Invoke(options.Storage);
            })
            .BuildServiceProvider();
        await services.GetRequiredService<EffectPartitions>().Prepare(CancellationToken.None);
        return new StoreUnderTest(connectionString, services);
    }

    public Task<CommitOutcome> Commit(StateWrite write) => Store.Commit(write, CancellationToken.None);

    public async Task<long> Version(string key) => (await Store.Load(new StateKey("test", key, "state"), CancellationToken.None))?.Version ?? 0;

    /// <summary>Occupies all of the committer's connections, so that what is committed now waits, and goes together afterwards.</summary>
    public async Task<HeldFlushes> HoldFlushes()
    {
        var connections = _services.GetRequiredService<Microsoft.Extensions.Options.IOptions<ActiveActiveOptions>>().Value.Storage.FlushConnections;
        var transaction = await Begin();
        var writes = new List<Task>();
        for (var number = 0; number < connections; number++)
        {
            // An insert waits for another transaction that inserts the same key.
            var write = new StateWrite(new StateKey("held", $"{Holding} {Guid.NewGuid()}", "state"), 0, Guid.CreateVersion7(), ChangesState: true, 1, [], [], []);
            await using var insert = new NpgsqlCommand("insert into activeactive.state (grain_type, grain_key, name, version, write_id, type_version) values ($1, $2, $3, 1, gen_random_uuid(), 1)", transaction);
            insert.Parameters.Add(new() { Value = write.Key.GrainType });
            insert.Parameters.Add(new() { Value = write.Key.GrainKey });
            insert.Parameters.Add(new() { Value = write.Key.Name });
            await insert.ExecuteNonQueryAsync();
            writes.Add(Commit(write));
            await Eventually.Holds(async () => await WaitingSessions() == writes.Count, "the committer's connection waits");
        }

        return new HeldFlushes(transaction, writes);
    }

    /// <summary>Locks a row in a transaction of its own.</summary>
    public async Task<LockedRow> LockRow(string key)
    {
        var transaction = await Begin();
        await using var command = new NpgsqlCommand("select 1 from activeactive.state where grain_type = 'test' and grain_key = $1 for update", transaction);
        command.Parameters.Add(new() { Value = key });
        await command.ExecuteNonQueryAsync();
        return new LockedRow(this, transaction);
    }

    /// <summary>Cuts off the sessions that wait for a lock, as a lost network would.</summary>
    public Task EndSessionsThatWait() => Execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");

    public Task EndOtherSessions() => Execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");

    public async Task<T> Scalar<T>(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task Execute(string sql)
    {
        await using var command = _database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>Locks the table of states in a transaction, until it is disposed of.</summary>
    public async Task<NpgsqlConnection> LockStates()
    {
        var transaction = await Begin();
        await using var command = new NpgsqlCommand("lock table activeactive.state in access exclusive mode", transaction);
        await command.ExecuteNonQueryAsync();
        return transaction;
    }

    /// <summary>How many sessions wait for a lock.</summary>
    public Task<long> WaitingSessions() => Scalar<long>("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");

    private async Task<NpgsqlConnection> Begin()
    {
        var connection = await _database.OpenConnectionAsync();
        await using var begin = new NpgsqlCommand("begin", connection);
        await begin.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>The committer's connections, all waiting.</summary>
    internal sealed class HeldFlushes(NpgsqlConnection transaction, List<Task> writes) : IAsyncDisposable
    {
        /// <summary>How many writes hold them.</summary>
        public int Writes => writes.Count;

        public async Task Release()
        {
            await transaction.DisposeAsync(); // rolls back
            await Task.WhenAll(writes);
        }

        public ValueTask DisposeAsync() => transaction.DisposeAsync();
    }

    /// <summary>A row that is locked until this is disposed.</summary>
    internal sealed class LockedRow(StoreUnderTest store, NpgsqlConnection transaction) : IAsyncDisposable
    {
        /// <summary>Completes when another session waits for a lock.</summary>
        public Task SomebodyWaits() =>
            Eventually.Holds(async () => await store.WaitingSessions() > 0, "a session waits for the row");

        public ValueTask DisposeAsync() => transaction.DisposeAsync();
    }
}
