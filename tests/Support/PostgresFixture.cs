using System.Globalization;
using ActiveActive.Database.Embedded;
using ActiveActive.Database.Migration;
using Npgsql;
using Xunit;

namespace ActiveActive.Tests.Support;

/// <summary>A PostgreSQL server for all tests of an assembly (<c>[assembly: AssemblyFixture(typeof(PostgresFixture))]</c>); each test class takes a database of its own.</summary>
public class PostgresFixture : IAsyncLifetime
{
    private const string Template = "template_region";
    private readonly string _folder = Directory.CreateTempSubdirectory("aa-test-").FullName;
    private EmbeddedPostgres? _server;
    private int _databases;

    /// <summary>The server, for tests that stop or kill it: those start one of their own.</summary>
    public EmbeddedPostgres Server => _server!;

    public async ValueTask InitializeAsync()
    {
        _server = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions
        {
            DataFolder = _folder,
            Settings = new Dictionary<string, string> { ["fsync"] = "off", ["max_connections"] = "400" },
        });
        await Execute($"create database {Template}");
        await DatabaseMigrator.MigrateAsync(ConnectionString(Template));
        NpgsqlConnection.ClearAllPools();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Makes a migrated, empty database and answers its connection string.</summary>
    public async Task<string> NewDatabase()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"region_{Interlocked.Increment(ref _databases)}");
        await Execute($"create database {name} template {Template}");
        return ConnectionString(name);
    }

    private string ConnectionString(string database) => new NpgsqlConnectionStringBuilder(Server.ConnectionString) { Database = database }.ConnectionString;

    private async Task Execute(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Server.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
