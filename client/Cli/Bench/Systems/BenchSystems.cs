using System.Globalization;
using ActiveActive.Benchmarks.Driver;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Bench.Systems;

/// <summary>Starts the systems of a benchmark on one server, once, and keeps them up until the end.</summary>
internal sealed class BenchSystems(BenchServer server, BenchSettings settings, string folder, Action<string> tell) : IAsyncDisposable
{
    private const string OursDatabase = "bench_ours";
    private readonly List<SiloPorts> _ports = [];
    private readonly List<IAsyncDisposable> _running = [];
    private int? _storedBytes;

    /// <summary>The cluster of ours; null before it was started.</summary>
    public BenchCluster? Ours { get; private set; }

    /// <summary>The database of ours.</summary>
    public static string OurDatabase => OursDatabase;

    public async Task<IReadOnlyList<BenchSystem>> ForWrites(CancellationToken cancellation)
    {
        var ours = await StartOurs(cancellation);
        var systems = new List<BenchSystem>
        {
            new("ours", "ActiveActive", BenchWork.Write, ours.Carry),
            new("ours-durable", "ActiveActive, durable", BenchWork.DurableWrite, ours.Carry),
        };

        // Its effects would be in the tables of ours only.
        if (!settings.Compare.Contains(BenchPeers.Unobserved))
        {
            systems.Add(new("ours-hot", "ActiveActive, hot grain", BenchWork.HotWrite, ours.Carry));
        }

        await AddRegion(BenchPeers.Encrypted, "encrypted", BenchProgram.Encrypted);
        await AddRegion(BenchPeers.Unobserved, "no metrics", BenchProgram.Unobserved);
        if (settings.Compare.Contains(BenchPeers.Stock))
        {
            var stock = await Start(BenchProgram.Stock, cancellation);
            systems.Add(new(BenchPeers.Stock, "Orleans, ADO.NET", BenchWork.Write, stock.Carry));
            if (settings.Compare.Contains(BenchPeers.Raw))
            {
                systems.Add(new("stock-read", "Orleans, no write", BenchWork.Read, stock.Carry));
            }
        }

        if (settings.Compare.Contains(BenchPeers.Akka))
        {
            var akka = await Start(BenchProgram.Akka, cancellation);
            systems.Add(new(BenchPeers.Akka, "Akka.NET", BenchWork.Write, akka.Carry));
        }

        if (settings.Compare.Contains(BenchPeers.PgBench))
        {
            systems.Add(new(BenchPeers.PgBench, "pgbench", BenchWork.Write, await StartPgBench(cancellation)));
        }

        if (settings.Compare.Contains(BenchPeers.Raw))
        {
            systems.Add(new(BenchPeers.Raw, "bare flushes", BenchWork.Write, await StartRaw(cancellation)));
        }

        return systems;

        async Task AddRegion(string peer, string title, BenchProgram program)
        {
            if (settings.Compare.Contains(peer))
            {
                var region = await Start(program, cancellation);
                systems.Add(new($"ours-{peer}", $"ActiveActive, {title}", BenchWork.Write, region.Carry));
                systems.Add(new($"ours-{peer}-durable", $"ActiveActive, durable, {title}", BenchWork.DurableWrite, region.Carry));
            }
        }
    }

    public async Task<IReadOnlyList<BenchSystem>> ForReads(CancellationToken cancellation)
    {
        var ours = await StartOurs(cancellation);
        var systems = new List<BenchSystem> { new("ours", "ActiveActive", BenchWork.Read, ours.Carry) };
        if (settings.Compare.Contains(BenchPeers.Stock))
        {
            systems.Add(new(BenchPeers.Stock, "Orleans, ADO.NET", BenchWork.Read, (await Start(BenchProgram.Stock, cancellation)).Carry));
        }

        if (settings.Compare.Contains(BenchPeers.Akka))
        {
            systems.Add(new(BenchPeers.Akka, "Akka.NET", BenchWork.Read, (await Start(BenchProgram.Akka, cancellation)).Carry));
        }

        return systems;
    }

    public async Task<BenchCluster> StartOurs(CancellationToken cancellation) => Ours = await Start(BenchProgram.Ours, cancellation);

    /// <summary>Ports that none of the systems has.</summary>
    public IReadOnlyList<SiloPorts> Ports(int nodes)
    {
        var ports = new List<SiloPorts>();
        for (var node = 0; node < nodes; node++)
        {
            ports.Add(TestKit.Regions.Ports.AnyBut([.. _ports, .. ports]));
        }

        _ports.AddRange(ports);
        return ports;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_running.Select(static async running => await running.DisposeAsync()));
    }

    private async Task<BenchCluster> Start(BenchProgram program, CancellationToken cancellation)
    {
        tell($"Starting {program.Name}");
        var database = await server.NewDatabase($"bench_{program.Name}", program.NeedsSchema, cancellation);
        var cluster = await BenchCluster.Start(program, Ports(settings.Silos), database, Path.Combine(folder, program.Name), null, cancellation);
        _running.Add(cluster);
        return cluster;
    }

    private async Task<Func<BenchOrder, CancellationToken, Task<BenchResult>>> StartRaw(CancellationToken cancellation)
    {
        tell($"Starting {BenchPeers.Raw}");
        var database = await server.NewDatabase($"bench_{BenchPeers.Raw}", migrate: true, cancellation);
        var setup = new BenchSetup { Region = BenchProgram.Cluster, Database = database, Variant = BenchPeers.Raw };
        var process = await BenchProcess.Start(BenchPeers.Raw, SiloHost.FindOther(BenchProgram.Benchmarks).Program, BenchPeers.Raw, setup, cancellation);
        _running.Add(process);
        return async (order, until) => await process.Carry(order with { Payload = await StoredBytes(until) }, until);
    }

    private async Task<Func<BenchOrder, CancellationToken, Task<BenchResult>>> StartPgBench(CancellationToken cancellation)
    {
        const string Database = $"bench_{BenchPeers.PgBench}";
        var connection = await server.NewDatabase(Database, migrate: false, cancellation);
        PgBench? pgBench = null;
        return async (order, until) =>
        {
            var payload = await StoredBytes(until);
            pgBench ??= await PgBench.Create(server, Database, connection, settings.Grains, payload, Path.Combine(folder, BenchPeers.PgBench), until);

            // Its rows are there from the beginning.
            return order.Once ? new BenchResult { Calls = 0, Seconds = 0, Latency = Latency.None } : await pgBench.Carry(order with { Payload = payload }, until);
        };
    }

    /// <summary>How many bytes ours stores for a payload (it is JSON): what writes to the bare database have to be as large as. Asked after ours has written.</summary>
    private async Task<int> StoredBytes(CancellationToken cancellation)
    {
        const string Sql = "select coalesce(max(octet_length(payload)), 0) from activeactive.state where grain_type = 'bench'";
        return _storedBytes ??= Convert.ToInt32((await server.Row(OursDatabase, Sql, cancellation))[0], CultureInfo.InvariantCulture);
    }
}
