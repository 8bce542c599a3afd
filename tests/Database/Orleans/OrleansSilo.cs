using System.Net;
using ActiveActive.Database.Embedded;
using ActiveActive.Database.Migration;
using ActiveActive.Tests.Database.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans.Configuration;
using Orleans.Storage;

namespace ActiveActive.Tests.Database.Orleans;

/// <summary>A silo with Orleans' own AdoNet providers for everything, on a freshly migrated database.</summary>
public sealed class OrleansSilo(Server server) : IAsyncLifetime
{
    public const string StorageName = "adonet";
    public const string DeletingStorageName = "adonet-deleting";
    public const string ClusterId = "region-a";
    private const string Invariant = "Npgsql";

    private NpgsqlDataSource? _database;
    private IHost? _host;

    public NpgsqlDataSource Database => _database!;

    public IServiceProvider Services => _host!.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public async ValueTask InitializeAsync()
    {
        _database = await server.EmptyDatabaseAsync();
        await DatabaseMigrator.MigrateAsync(_database);
        _host = new HostBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .UseOrleans(silo => silo
                .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (ClusterId, "tests"))
                .ConfigureEndpoints(IPAddress.Loopback, FreePort.Find(), FreePort.Find())
                .UseAdoNetClustering(options => (options.Invariant, options.DataSource) = (Invariant, _database))
                .AddAdoNetGrainStorage(StorageName, options => (options.Invariant, options.DataSource) = (Invariant, _database))
                .AddAdoNetGrainStorage(DeletingStorageName, options => (options.Invariant, options.DataSource, options.DeleteStateOnClear) = (Invariant, _database, true))
                .UseAdoNetReminderService(options => (options.Invariant, options.DataSource) = (Invariant, _database)))
            .Build();
        await _host.StartAsync();
    }

    public IGrainStorage Storage(string name) => Services.GetRequiredKeyedService<IGrainStorage>(name);

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.StopAsync();
        _host?.Dispose();
        if (_database is not null) await _database.DisposeAsync();
    }
}
