using ActiveActive.TestKit.Peers;
using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Akka.Persistence.Sql.Hosting;
using LinqToDB;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Peers.Akka;

/// <summary>A node that hosts counters: cluster sharding, with events and snapshots in PostgreSQL.</summary>
internal static class ClusterNode
{
    public static IHost Build(PeerNodeSettings settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(static options => options.TimestampFormat = "HH:mm:ss.fff ");
        builder.Services.AddAkka(AkkaCluster.System, akka => akka
            .ConfigureLoggers(static loggers => loggers.AddLoggerFactory())
            .WithCluster(settings.Own.Silo, AkkaCluster.NodeRole, settings.Nodes.Select(static node => node.Silo), settings.Variant)
            .WithSqlPersistence(settings.Database, ProviderName.PostgreSQL15)
            .WithEntities(settings.Variant)
            .AddStartup(static (system, _) => Membership.Up(system)));
        return builder.Build();
    }

    private static AkkaConfigurationBuilder WithEntities(this AkkaConfigurationBuilder akka, string variant)
    {
        var options = new ShardOptions
        {
            Role = AkkaCluster.NodeRole,
            RememberEntities = false,

            // The other mode, though still the default, is deprecated: the page about cluster sharding asks for this one "for all new and existing applications".
            StateStoreMode = StateStoreMode.DData,
        };
        if (variant != AkkaCluster.Bench)
        {
            return akka.WithShardRegion<CounterActor>(AkkaCluster.Counters, static key => Props.Create(() => new CounterActor(key)), new CounterExtractor(), options);
        }

        // While another system is measured this one waits; its actors shall not have to be made anew for that.
        options.ShouldPassivateIdleEntities = false;
        return akka.WithShardRegion<BlobActor>(AkkaCluster.Blobs, static key => Props.Create(() => new BlobActor(key)), new CounterExtractor(), options);
    }
}
