using ActiveActive.TestKit.History;
using ActiveActive.TestKit.Load;
using ActiveActive.TestKit.Peers;
using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActiveActive.Peers.Akka;

/// <summary>
/// An external caller: a member of the cluster with a role of its own, which hosts no counters and reaches them through a shard region proxy, which sends each
/// message to the right node itself and buffers while a shard has no home.
/// </summary>
internal sealed class AkkaLoadTarget : ILoadTarget
{
    // Only decides when a lost call counts as an error. The load calls the counter again a fifth of a second after the last call in any case.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    private readonly IHost _host;
    private readonly IActorRef _counters;

    private AkkaLoadTarget(IHost host)
    {
        _host = host;
        _counters = host.Services.GetRequiredService<ActorRegistry>().Get<CounterActor>();
    }

    /// <summary>Akka delivers at most once: an addition made again could be applied twice.</summary>
    public bool MayRepeat => false;

    public static async Task<ILoadTarget> Connect(WorkerSettings settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        var seeds = settings.Extra[PeerExtra.NodePorts].Split(',').Select(int.Parse);
        builder.Services.AddAkka(AkkaCluster.System, akka => akka
            .ConfigureLoggers(static loggers => loggers.ClearLoggers())
            .WithCluster(port: 0, AkkaCluster.CallerRole, seeds, settings.Extra[PeerExtra.Variant])
            .WithShardRegionProxy<CounterActor>(AkkaCluster.Counters, AkkaCluster.NodeRole, new CounterExtractor())
            .AddStartup(static (system, _) => Membership.Up(system)));
        var host = builder.Build();
        await host.StartAsync();
        var target = new AkkaLoadTarget(host);

        // The proxy first looks for the shards' coordinator, which then gives each shard a home.
        await WarmUp.Touch(settings.Plan.Counters, key => target._counters.Ask<CounterIs>(new CounterCall(key, new Get()), StartPatience));
        return target;
    }

    public async Task<Answer> Call(Operation operation, int attempt)
    {
        object message = operation.IsRead ? new Get() : new Add(operation.Amount);
        var answer = await _counters.Ask<CounterIs>(new CounterCall(operation.Key, message), Patience);
        return new Answer(answer.Value, answer.Value); // the load adds ones, so the value counts the additions
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
