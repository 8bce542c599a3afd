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
            .WithShardRegion<CounterActor>(
                AkkaCluster.Counters,
                static key => Props.Create(() => new CounterActor(key)),
                new CounterExtractor(),
                new ShardOptions
                {
                    Role = AkkaCluster.NodeRole,
                    RememberEntities = false,

                    // The other mode, though still the default, is deprecated: the page about cluster sharding asks for this one "for all new and existing applications".
                    StateStoreMode = StateStoreMode.DData,
                })
            .AddStartup(static (system, _) => Membership.Up(system)));
        return builder.Build();
    }
}
