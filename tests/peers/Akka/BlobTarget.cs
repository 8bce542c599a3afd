using System.Globalization;
using ActiveActive.Benchmarks.Driver;
using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActiveActive.Peers.Akka;

/// <summary>The caller of the benchmarks: a member of the cluster with a role of its own, as in the drills.</summary>
internal sealed class BlobTarget : IBenchTarget
{
    // As long as calls of Orleans may take by default.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IHost _host;
    private readonly IActorRef _blobs;

    private BlobTarget(IHost host)
    {
        _host = host;
        _blobs = host.Services.GetRequiredService<ActorRegistry>().Get<BlobActor>();
    }

    public static async Task<IBenchDriver> Connect(BenchSetup setup)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddAkka(AkkaCluster.System, akka => akka
            .ConfigureLoggers(static loggers => loggers.ClearLoggers())
            .WithCluster(port: 0, AkkaCluster.CallerRole, setup.NodePorts, setup.Variant)
            .WithShardRegionProxy<BlobActor>(AkkaCluster.Blobs, AkkaCluster.NodeRole, new CounterExtractor())
            .AddStartup(static (system, _) => Membership.Up(system)));
        var host = builder.Build();
        await host.StartAsync();
        var target = new BlobTarget(host);
        await target.Call(BenchWork.Read, 0, 0);
        return new GrainDriver(target);
    }

    public Task Call(BenchWork work, int grain, int payload)
    {
        object message = work switch
        {
            BenchWork.Write => new WriteBlob(payload),
            BenchWork.Read => new ReadBlob(),
            _ => throw new ArgumentOutOfRangeException(nameof(work), work, "No message does this."),
        };
        return _blobs.Ask<BlobIs>(new CounterCall(string.Create(CultureInfo.InvariantCulture, $"bench-{grain}"), message), Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
