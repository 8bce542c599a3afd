using ActiveActive.Database.Embedded;
using ActiveActive.Tests.Database.Support;
using Npgsql;

[assembly: AssemblyFixture(typeof(Server))]
[assembly: System.Runtime.Versioning.UnsupportedOSPlatform("windows")]

namespace ActiveActive.Tests.Database.Support;

/// <summary>One server for all tests that only need one; each test takes a database of its own.</summary>
public sealed class Server : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private EmbeddedPostgres? _postgres;
    private int _databases;

    public string ConnectionString => _postgres!.ConnectionString;

    public async ValueTask InitializeAsync() => _postgres = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions
    {
        DataFolder = _folder.Path,
        Settings = new Dictionary<string, string> { ["fsync"] = "off" },
    });

    public async Task<NpgsqlDataSource> EmptyDatabaseAsync()
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await using var admin = NpgsqlDataSource.Create(ConnectionString);
        await admin.RunAsync($"CREATE DATABASE {name}");
        var builder = new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name, PersistSecurityInfo = true, MaxPoolSize = 20 };
        return NpgsqlDataSource.Create(builder);
    }

    public async ValueTask DisposeAsync()
    {
        await _postgres!.DisposeAsync();
        Assert.Empty(ProcessTable.WorkingIn(_folder.Path));
        _folder.Dispose();
    }
}
