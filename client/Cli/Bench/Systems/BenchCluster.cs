using ActiveActive.Benchmarks.Driver;
using ActiveActive.Cli.Drills.Compare;
using ActiveActive.Cli.Output;
using ActiveActive.TestKit.Peers;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Bench.Systems;

/// <summary>The nodes of one system and the process that calls them.</summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    private readonly List<PeerNode> _nodes = [];
    private BenchProcess? _load;

    private BenchCluster()
    {
    }

    public IReadOnlyList<PeerNode> Nodes => _nodes;

    /// <summary>Starts nodes, then the load process.</summary>
    /// <param name="program">Its program.</param>
    /// <param name="ports">A node for each.</param>
    /// <param name="database">Connection string of its database.</param>
    /// <param name="folder">Where its logs go; made here.</param>
    /// <param name="started">Told when the nodes serve, before the load process is started.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<BenchCluster> Start(
        BenchProgram program, IReadOnlyList<SiloPorts> ports, string database, string folder, Action<PeerNode>? started, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var host = SiloHost.FindOther(program.Assembly, PeerProgram.Node);
        var cluster = new BenchCluster();
        try
        {
            cluster._nodes.AddRange(ports.Select((_, i) => PeerNode.Start(host, new PeerNodeSettings(i + 1, [.. ports], database, program.Variant), folder)));
            await Task.WhenAll(cluster._nodes.Select(node => node.Ready(cancellation)));
            started?.Invoke(cluster._nodes[0]);
            var setup = new BenchSetup { Region = BenchProgram.Cluster, Database = database, Variant = program.Variant, NodePorts = [.. ports.Select(static port => port.Silo)] };
            cluster._load = await BenchProcess.Start(program.Name, host.Program, BenchWorker.Argument, setup, cancellation);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Has the load process carry out an order.</summary>
    /// <exception cref="CliException">A node died.</exception>
    public async Task<BenchResult> Carry(BenchOrder order, CancellationToken cancellation)
    {
        var result = await _load!.Carry(order, cancellation);
        return _nodes.Find(static node => node.Died) is { } dead
            ? throw new CliException($"{dead.Name} died during the benchmark. The end of its log tells why: {dead.LogFile}")
            : result;
    }

    public async ValueTask DisposeAsync()
    {
        if (_load is not null)
        {
            await _load.DisposeAsync();
        }

        await Task.WhenAll(_nodes.Select(static async node => await node.DisposeAsync()));
    }
}
