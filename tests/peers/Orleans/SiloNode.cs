using System.Net;
using ActiveActive.TestKit.Peers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace ActiveActive.Peers.Orleans;

/// <summary>A silo of plain Orleans with ADO.NET clustering and storage on PostgreSQL.</summary>
internal static class SiloNode
{
    public static IHost Build(PeerNodeSettings settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(static options => options.TimestampFormat = "HH:mm:ss.fff ");
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(Cluster.Apply)
                .ConfigureEndpoints(IPAddress.Loopback, settings.Own.Silo, settings.Own.Gateway)
                .UseAdoNetClustering(options =>
                {
                    options.Invariant = Cluster.Invariant;
                    options.ConnectionString = settings.Database;
                })
                .AddAdoNetGrainStorageAsDefault(options =>
                {
                    options.Invariant = Cluster.Invariant;
                    options.ConnectionString = settings.Database;
                });
            if (settings.Variant == Tuning.Name)
            {
                Tuning.Apply(silo);
            }
        });
        return builder.Build();
    }
}
