using ActiveActive.Database.Embedded;
using ActiveActive.Database.Migration;
using ActiveActive.TestKit.Load;
using ActiveActive.TestKit.Peers;
using ActiveActive.TestKit.Regions;
using Npgsql;

namespace ActiveActive.Cli.Drills.Compare;

/// <summary>A cluster of a peer's nodes, with a PostgreSQL server of its own that has the same settings as a region's.</summary>
internal sealed class PeerCluster : ICluster
{
    private readonly Peer _peer;
    private readonly string _variant;
    private readonly SiloHost _host;
    private readonly SiloPorts[] _ports;
    private readonly EmbeddedPostgres _postgres;
    private readonly List<PeerNode> _nodes = [];

    private PeerCluster(Peer peer, string variant, SiloHost host, SiloPorts[] ports, EmbeddedPostgres postgres)
    {
        _peer = peer;
        _variant = variant;
        _host = host;
        _ports = ports;
        _postgres = postgres;
    }

    public (string Program, string Argument) Load => (_host.Program, PeerProgram.Load);

    public static async Task<ICluster> Start(Peer peer, string variant, CompareSettings settings, string folder, CancellationToken cancellation)
    {
        var host = SiloHost.FindOther(peer.Program, PeerProgram.Node);
        Directory.CreateDirectory(folder);
        var postgres = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataFolder = Path.Combine(folder, "postgres") }, cancellationToken: cancellation);
        var cluster = new PeerCluster(peer, variant, host, [.. new Ports().Choose(settings.Nodes, httpPort: null, last: [])], postgres);
        try
        {
            await cluster.StartNodes(folder, cancellation);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public WorkerSettings Worker(LoadPlan plan, string historyFile) => new()
    {
        Region = "peer",
        Database = _postgres.ConnectionString,
        Plan = plan,
        HistoryFile = historyFile,
        Extra = new()
        {
            [PeerExtra.Variant] = _variant,
            [PeerExtra.NodePorts] = string.Join(',', _ports.Select(static port => port.Silo)),
        },
    };

    public Task Kill(int node) => _nodes[node - 1].Kill();

    public IReadOnlyCollection<string> Died() => [.. _nodes.Where(static node => node.Died).Select(static node => node.Name)];

    public async Task<IReadOnlyDictionary<string, long>> Counters(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        await using var database = NpgsqlDataSource.Create(_postgres.ConnectionString);
        await using var command = database.CreateCommand(_peer.CountersSql);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var counters = new Dictionary<string, long>();
        while (await rows.ReadAsync(cancellation))
        {
            counters[rows.GetString(0)] = rows.GetInt64(1);
        }

        return counters;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Select(static async node => await node.DisposeAsync()));
        await _postgres.DisposeAsync();
    }

    private async Task StartNodes(string folder, CancellationToken cancellation)
    {
        if (_peer.NeedsSchema)
        {
            await DatabaseMigrator.MigrateAsync(_postgres.ConnectionString, cancellationToken: cancellation);
        }

        _nodes.AddRange(_ports.Select((_, i) => PeerNode.Start(_host, new PeerNodeSettings(i + 1, _ports, _postgres.ConnectionString, _variant), folder)));
        await Task.WhenAll(_nodes.Select(node => node.Ready(cancellation)));
    }
}
