using ActiveActive.Benchmarks.Driver;
using ActiveActive.TestKit.Regions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace ActiveActive.Benchmarks;

/// <summary>Clients of both systems.</summary>
internal static class Callers
{
    /// <summary>Connects, and returns when a first call was answered.</summary>
    public static async Task<IBenchDriver> Connect(BenchSetup setup)
    {
        GrainTarget target;
        if (Variant.IsOurs(setup.Variant))
        {
            var client = await RegionClient.Connect(setup.Region, setup.Database);
            target = new GrainTarget(client.Grains, client.DisposeAsync);
        }
        else
        {
            var host = await Plain(setup.Database);
            target = new GrainTarget(host.Services.GetRequiredService<IGrainFactory>(), () => Stop(host));
        }

        await target.FirstCall(setup.Variant);
        return new GrainDriver(target);
    }

    private static async Task<IHost> Plain(string database)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleansClient(client => client.Configure<ClusterOptions>(Nodes.Apply).UseAdoNetClustering(options =>
        {
            options.Invariant = "Npgsql";
            options.ConnectionString = database;
        }));
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static async ValueTask Stop(IHost host)
    {
        await host.StopAsync();
        host.Dispose();
    }
}
