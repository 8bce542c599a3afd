using ActiveActive.Silo;
using ActiveActive.State;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.TestingHost;

namespace ActiveActive.Tests.Support;

/// <summary>
/// Silos of one region in this process, with Orleans' in-process TestCluster, over a real database. Two of them over the same database stand for a region in
/// which a silo was declared dead and lives on: both have activations of the same grains.
/// </summary>
public sealed class RegionCluster : IAsyncDisposable
{
    private RegionCluster(InProcessTestCluster cluster, NpgsqlDataSource database)
    {
        Cluster = cluster;
        Database = database;
    }

    public InProcessTestCluster Cluster { get; }

    public NpgsqlDataSource Database { get; }

    public IGrainFactory Grains => Cluster.Client;

    public static async Task<RegionCluster> Start(
        string connectionString,
        short silos = 1,
        Action<DurableStateOptions>? configure = null,
        Action<ISiloBuilder>? configureSilo = null,
        bool deliverSends = true,
        Action<InProcessTestClusterOptions>? configureCluster = null)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        configureCluster?.Invoke(builder.Options);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddActiveActiveState(options =>
            {
                options.Database = connectionString;
                options.MaxConnections = 10;
                options.DeliverSends = deliverSends;
            });
            silo.Services.Configure<DurableStateOptions>(options => configure?.Invoke(options));
            configureSilo?.Invoke(silo);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new RegionCluster(cluster, NpgsqlDataSource.Create(connectionString));
    }

    public TService Service<TService>(int silo = 0)
        where TService : notnull => Cluster.GetSiloServiceProvider(Cluster.Silos[silo].SiloAddress).GetRequiredService<TService>();

    public async Task<T> Scalar<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task Execute(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        await Database.DisposeAsync();
    }
}
