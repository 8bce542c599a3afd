using ActiveActive.TestKit.Load;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Drills.Compare;

/// <summary>A region of our own.</summary>
internal sealed class OurCluster : ICluster
{
    private readonly List<string> _died = [];
    private RegionRunner _region = null!;

    private OurCluster()
    {
    }

    public (string Program, string Argument) Load => (Path.Combine(AppContext.BaseDirectory, "aactl.dll"), WorkerCommand.Name);

    public static async Task<ICluster> Start(CompareSettings settings, string folder, CancellationToken cancellation)
    {
        var cluster = new OurCluster();
        var options = new RegionOptions { Silos = settings.Nodes, DataFolder = folder, Region = "compare", SiloHost = settings.SiloHost };
        cluster._region = await RegionRunner.Start(options, cluster.OnEvent, cancellation);
        return cluster;
    }

    public WorkerSettings Worker(LoadPlan plan, string historyFile) =>
        new() { Region = _region.Region, Database = _region.ConnectionString, Plan = plan, HistoryFile = historyFile };

    public Task Kill(int node) => _region.KillSilo(node);

    public IReadOnlyCollection<string> Died()
    {
        lock (_died)
        {
            return [.. _died];
        }
    }

    public async Task<IReadOnlyDictionary<string, long>> Counters(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        await _region.StartAfresh(cancellation);
        await using var client = await RegionClient.Connect(_region.Region, _region.ConnectionString, cancellation: cancellation);
        var values = await Task.WhenAll(keys.Select(async key => (key, (await client.Grains.GetGrain<ICounterGrain>(key).Get()).Value)));
        return values.ToDictionary(static pair => pair.key, static pair => pair.Value);
    }

    public ValueTask DisposeAsync() => _region.DisposeAsync();

    private void OnEvent(RegionEvent happened)
    {
        if (happened.Kind == RegionEventKind.SiloDied)
        {
            lock (_died)
            {
                _died.Add(happened.Silo!.Name);
            }
        }
    }
}
