using System.Globalization;
using System.Net;
using ActiveActive.Silo;
using ActiveActive.TestKit.Peers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace ActiveActive.Benchmarks;

/// <summary>Silos of both systems, with the same grains.</summary>
internal static class Nodes
{
    private const string Invariant = "Npgsql";

    public static IHost Build(PeerNodeSettings settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(static options => options.TimestampFormat = "HH:mm:ss.fff ");
        if (Variant.IsOurs(settings.Variant))
        {
            builder.UseActiveActive(
                options =>
                {
                    options.Region = Variant.Cluster;
                    options.Database = settings.Database;
                    options.SiloPort = settings.Own.Silo;
                    options.GatewayPort = settings.Own.Gateway;
                    options.Telemetry.Metrics = options.Console.Enabled = settings.Variant != Variant.Unobserved;
                    if (settings.Variant == Variant.Encrypted)
                    {
                        options.Encryption.Enabled = true;
                        options.Encryption.Keys["bench"] = Convert.ToBase64String(new byte[32]); // the same for all silos; nothing here is secret
                        options.Encryption.Primary = "bench";
                    }
                },
                KeepIdleGrains);
        }
        else
        {
            builder.UseOrleans(silo =>
            {
                silo.Configure<ClusterOptions>(Apply)
                    .ConfigureEndpoints(IPAddress.Loopback, settings.Own.Silo, settings.Own.Gateway)
                    .UseAdoNetClustering(options =>
                    {
                        options.Invariant = Invariant;
                        options.ConnectionString = settings.Database;
                    })
                    .AddAdoNetGrainStorageAsDefault(options =>
                    {
                        options.Invariant = Invariant;
                        options.ConnectionString = settings.Database;
                    });
                KeepIdleGrains(silo);
            });
        }

        return builder.Build();
    }

    /// <summary>Has a grain answer, and says when it did, for the measure of the start.</summary>
    public static async Task FirstCall(IHost host)
    {
        await host.Services.GetRequiredService<IGrainFactory>().GetGrain<IBenchGrain>("first").Read();
        var microseconds = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"first call answered at {microseconds}"));
    }

    /// <summary>What plain silos and their clients have in common.</summary>
    public static void Apply(ClusterOptions options)
    {
        options.ClusterId = Variant.Cluster;
        options.ServiceId = Variant.Cluster;
    }

    // While one system is measured the others wait; none shall have to make its grains anew for that.
    private static void KeepIdleGrains(ISiloBuilder silo) => silo.Configure<GrainCollectionOptions>(static options => options.CollectionAge = TimeSpan.FromDays(1));
}
