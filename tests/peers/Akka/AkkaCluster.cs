using Akka.Cluster.Hosting;
using Akka.Cluster.Hosting.SBR;
using Akka.Hosting;
using Akka.Remote.Hosting;

namespace ActiveActive.Peers.Akka;

/// <summary>What nodes and callers have in common: all of them are members, and the split brain resolver must be set up alike on all members.</summary>
internal static class AkkaCluster
{
    public const string System = "peer";
    public const string Counters = "counters";
    public const string Blobs = "blobs";
    public const string NodeRole = "node";
    public const string CallerRole = "caller";

    /// <summary>The variant of the benchmarks: all defaults, with actors that store what the benchmarks' grains store.</summary>
    public const string Bench = "bench";

    private const string Address = "127.0.0.1";

    /// <summary>Makes an actor system a member of the cluster.</summary>
    /// <param name="akka">Its configuration.</param>
    /// <param name="port">The port it listens on; 0 for any.</param>
    /// <param name="role">What it is there for.</param>
    /// <param name="seeds">The nodes' ports.</param>
    /// <param name="variant">Defaults, or <see cref="Tuning.Name"/>.</param>
    public static AkkaConfigurationBuilder WithCluster(this AkkaConfigurationBuilder akka, int port, string role, IEnumerable<int> seeds, string variant)
    {
        if (variant == Tuning.Name)
        {
            Tuning.Apply(akka);
        }

        return akka
            .WithRemoting(Address, port)
            .WithClustering(new ClusterOptions
            {
                Roles = [role],
                SeedNodes = [.. seeds.Select(static seed => $"akka.tcp://{System}@{Address}:{seed}")],
                SplitBrainResolver = SplitBrainResolverOption.Default, // keep-majority
            });
    }
}
