using System.Globalization;
using ActiveActive.Database.Embedded;
using ActiveActive.Database.Migration;
using Npgsql;

namespace ActiveActive.TestKit.Clusters;

/// <summary>One embedded PostgreSQL for all in-process clusters of the test process, started by the first one. It ends with the process, however that ends.</summary>
internal static class SharedPostgres
{
    private const string Template = "template_testkit";
    private static readonly Lazy<Task<EmbeddedPostgres>> Server = new(Start);
    private static int _databases;

    /// <summary>Makes a migrated, empty database and answers its connection string.</summary>
    public static async Task<string> NewDatabase()
    {
        var server = await Server.Value;
        var name = string.Create(CultureInfo.InvariantCulture, $"testkit_{Interlocked.Increment(ref _databases)}");
        await Execute(server, $"create database {name} template {Template}");
        return In(server, name);
    }

    private static async Task<EmbeddedPostgres> Start()
    {
        var folder = TemporaryFolder.Create();
        try
        {
            // Nothing here shall survive the machine, so the disk need not be waited for.
            var server = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions
            {
                DataFolder = Path.Combine(folder.Path, "postgres"),
                Settings = new Dictionary<string, string> { ["fsync"] = "off", ["max_connections"] = "400" },
            });
            AppDomain.CurrentDomain.ProcessExit += (_, _) =>
            {
                Task.Run(async () => await server.DisposeAsync()).Wait(TimeSpan.FromSeconds(10));
                folder.Dispose();
            };
            await Execute(server, $"create database {Template}");
            await DatabaseMigrator.MigrateAsync(In(server, Template));
            NpgsqlConnection.ClearAllPools(); // a database that somebody is connected to is no template
            return server;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private static string In(EmbeddedPostgres server, string database) => new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = database }.ConnectionString;

    private static async Task Execute(EmbeddedPostgres server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
