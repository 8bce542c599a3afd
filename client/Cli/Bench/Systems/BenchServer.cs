using System.Diagnostics;
using System.Globalization;
using ActiveActive.Benchmarks.Driver;
using ActiveActive.Database.Embedded;
using ActiveActive.Database.Migration;
using Npgsql;

namespace ActiveActive.Cli.Bench.Systems;

/// <summary>The one database server of a benchmark, with a database for each system, and the delay before it.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private const int RoundTrips = 200;

    // What a server of this size is given in practice: enough buffers and log for what is measured, every commit waits for the disk. All systems have the same.
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["shared_buffers"] = "512MB",
        ["max_wal_size"] = "4GB",
        ["checkpoint_timeout"] = "15min",
        ["wal_compression"] = "lz4",
        ["fsync"] = "on",
        ["synchronous_commit"] = "on",
        ["max_connections"] = "500",
    };

    /// <summary>The same for a region's own server, of which there are several on the machine.</summary>
    public static IReadOnlyDictionary<string, string> SettingsOfRegions { get; } = new Dictionary<string, string>(Settings.Where(static setting => setting.Key is not "wal_compression"))
    {
        ["shared_buffers"] = "128MB",
        ["max_connections"] = "200",
    };

    private static readonly string[] Shown =
        ["server_version", "shared_buffers", "max_wal_size", "checkpoint_timeout", "wal_compression", "fsync", "synchronous_commit", "full_page_writes", "wal_sync_method", "max_connections", "autovacuum", "jit"];

    private readonly EmbeddedPostgres _postgres;
    private readonly AnswerDelay? _delay;

    private BenchServer(EmbeddedPostgres postgres, AnswerDelay? delay)
    {
        _postgres = postgres;
        _delay = delay;
    }

    /// <summary>Where PostgreSQL's programs are.</summary>
    public string BinariesFolder => _postgres.BinariesFolder;

    public static async Task<BenchServer> Start(string folder, int delayMilliseconds, CancellationToken cancellation)
    {
        EmbeddedPostgres postgres;
        try
        {
            postgres = await Start(folder, Settings, cancellation);
        }
        catch (EmbeddedPostgresException)
        {
            // Perhaps it was built without lz4. If it is anything else, this fails, too.
            postgres = await Start(folder, new Dictionary<string, string>(Settings) { ["wal_compression"] = "on" }, cancellation);
        }

        return new BenchServer(postgres, delayMilliseconds > 0 ? new AnswerDelay(postgres.Port, TimeSpan.FromMilliseconds(delayMilliseconds)) : null);
    }

    /// <summary>Makes a database.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="migrate">Whether it gets our tables, which are Orleans', too.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Its connection string for the system that is measured.</returns>
    public async Task<string> NewDatabase(string name, bool migrate, CancellationToken cancellation)
    {
        await Execute("activeactive", $"create database {name}", cancellation);
        if (migrate)
        {
            await DatabaseMigrator.MigrateAsync(Direct(name), cancellationToken: cancellation);
        }

        return Measured(name);
    }

    public async Task Execute(string database, string sql, CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(Direct(database));
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0; // a million rows take their time
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The one row that a statement answers.</summary>
    public async Task<object[]> Row(string database, string sql, CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(Direct(database));
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var row = new object[reader.FieldCount];
        return await reader.ReadAsync(cancellation) && reader.GetValues(row) == row.Length
            ? row
            : throw new InvalidOperationException($"The database '{database}' answered no row to: {sql}");
    }

    /// <summary>Begins a transaction that sees the database as it is now, until it is disposed of. Old versions of rows cannot be removed meanwhile.</summary>
    public async Task<IAsyncDisposable> HoldSnapshot(string database, CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Direct(database)) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand("begin isolation level repeatable read; select count(*) from activeactive.state", connection);
        await command.ExecuteNonQueryAsync(cancellation);
        return connection;
    }

    /// <summary>What the server runs with, as it says itself.</summary>
    public async Task<IReadOnlyDictionary<string, string>> Facts(CancellationToken cancellation)
    {
        var facts = new Dictionary<string, string>();
        foreach (var name in Shown)
        {
            facts[name] = (string)(await Row("activeactive", $"select current_setting('{name}')", cancellation))[0];
        }

        var roundTrip = await RoundTrip(cancellation);
        facts["round trip of 'select 1', median"] = string.Create(CultureInfo.InvariantCulture, $"{roundTrip:0.00} ms");
        return facts;
    }

    public async ValueTask DisposeAsync()
    {
        _delay?.Dispose();
        await _postgres.DisposeAsync();
    }

    // As a system sees it: through the delay where there is one.
    private async Task<double> RoundTrip(CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Measured("activeactive")) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand("select 1", connection);
        var milliseconds = new List<double>();
        for (var i = 0; i < RoundTrips; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await command.ExecuteScalarAsync(cancellation);
            milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return BenchMath.Median(milliseconds);
    }

    private string Direct(string database) => In(database, _postgres.Port);

    private string Measured(string database) => In(database, _delay?.Port ?? _postgres.Port);

    private string In(string database, int port) => new NpgsqlConnectionStringBuilder(_postgres.ConnectionString) { Database = database, Port = port }.ConnectionString;

    private static Task<EmbeddedPostgres> Start(string folder, IReadOnlyDictionary<string, string> settings, CancellationToken cancellation) =>
        EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataFolder = folder, Settings = settings }, cancellationToken: cancellation);
}
