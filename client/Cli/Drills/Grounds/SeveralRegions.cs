using ActiveActive.Client.Connection;
using ActiveActive.TestKit;
using ActiveActive.TestKit.Checks;
using ActiveActive.TestKit.Faults;
using ActiveActive.TestKit.Load;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Drills.Grounds;

/// <summary>Several linked regions with carts, each of which is changed in all of them. Each region has callers of its own, who ask another one when theirs does not answer.</summary>
internal sealed class SeveralRegions : IDrillGround
{
    private const int FirstPuts = 20;
    private static readonly TimeSpan ConvergeLimit = TimeSpan.FromSeconds(60);

    /// <summary>What has not changed anywhere for so long will not change any more.</summary>
    private static readonly TimeSpan QuietLimit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private readonly DrillSettings _settings;
    private readonly LinkedRegions _regions;
    private readonly string[] _keys;
    private readonly Dictionary<string, RegionClient> _clients = [];
    private LagProbe? _probe;
    private DrillLoad? _load;

    private SeveralRegions(DrillSettings settings, LinkedRegions regions, RegionLinks links)
    {
        (_settings, _regions, Links) = (settings, regions, links);
        _keys = [.. Enumerable.Range(1, settings.Grains).Select(static number => $"drill-{number}")];
    }

    public IReadOnlyList<RegionRunner> Regions => _regions.All;

    /// <summary>What the regions reach each other through.</summary>
    public RegionLinks Links { get; }

    public string Grains => $"{_keys.Length} carts in {_regions.All.Length} regions";

    public IReadOnlyList<LagSample> Lags => _probe?.Samples ?? [];

    /// <summary>Where the silos listen to other regions, each with its number in the drill's network.</summary>
    public IEnumerable<(int Number, int Port)> ReplicationPorts => _regions.Endpoints.Select(static silo => (silo.Number, silo.Address.Port));

    public static async Task<IDrillGround> Start(DrillSettings settings, RegionOptions options, RegionLinks links, Action<string?, RegionEvent> onEvent, CancellationToken cancellation) =>
        new SeveralRegions(settings, await LinkedRegions.Start(options, settings.Regions, onEvent, links, cancellation), links);

    public async Task Prepare(CancellationToken cancellation)
    {
        foreach (var region in Regions)
        {
            _clients[region.Region] = await Connect(region, cancellation);
        }

        await Task.WhenAll(_clients.Values.Select(WarmUp));
        _probe = new LagProbe([.. _clients.Values.Select(static client => client.Grains)]);
    }

    public async Task<DrillLoad> StartLoad(string folder, CancellationToken cancellation) =>
        _load = await DrillLoad.Start([.. Enumerable.Range(1, Regions.Count).Select(number => Worker(folder, number))], cancellation);

    public Task Probe(CancellationToken until) => _probe!.Run(until);

    /// <summary>A region that the random numbers choose.</summary>
    public RegionRunner Choose(Random random) => Regions[random.Next(Regions.Count)];

    /// <summary>Leads a region's own callers away from it, or back.</summary>
    public void LeadCallersAway(RegionRunner region, bool away) => _load!.Pause(_regions.All.IndexOf(region), away);

    /// <summary>All carts as a region shows them now.</summary>
    public Task<RegionCarts> Carts(RegionRunner region) => Carts(_clients[region.Region]);

    /// <summary>How long it takes until a region shows all that was put into another one's carts; null when it does not within the limit.</summary>
    public async Task<TimeSpan?> Has(RegionRunner region, RegionCarts all, TimeSpan limit, CancellationToken cancellation)
    {
        var began = Clock.Now;
        while (!(await Carts(region)).Includes(all))
        {
            if (Since(began) > limit)
            {
                return null;
            }

            await Task.Delay(Pause, cancellation);
        }

        return Since(began);
    }

    public async Task<FinalState> ReadBack(CancellationToken cancellation)
    {
        var converged = await Converge(cancellation);
        var apart = converged is null ? await Apart(cancellation) : "";
        await DisconnectAll();
        await Task.WhenAll(Regions.Select(region => region.StartAfresh(cancellation)));
        var carts = await Task.WhenAll(Regions.Select(async region =>
        {
            await using var client = await Connect(region, cancellation);
            return (region.Region, Carts: await Carts(client));
        }));
        return FinalState.Of(carts.ToDictionary(static region => region.Region, static region => region.Carts), converged, apart);
    }

    public Task Stop(CancellationToken cancellation) => _regions.Stop(cancellation);

    public async ValueTask DisposeAsync()
    {
        await DisconnectAll();
        await _regions.DisposeAsync();
    }

    private static TimeSpan Since(long began) => TimeSpan.FromMicroseconds(Clock.Now - began);

    private static Task<RegionClient> Connect(RegionRunner region, CancellationToken cancellation) => RegionClient.Connect(region.Region, region.ConnectionString, cancellation: cancellation);

    // Processes that have only just started would keep the first callers waiting for longer than these have patience.
    private async Task WarmUp(RegionClient client)
    {
        await Carts(client);
        for (var i = 0; i < FirstPuts; i++)
        {
            await client.Grains.GetGrain<ICartGrain>("warm-up").Put("item", 1);
        }
    }

    private async Task<TimeSpan?> Converge(CancellationToken cancellation)
    {
        var (began, changed, last) = (Clock.Now, Clock.Now, "");
        while (Since(began) < ConvergeLimit && Since(changed) < QuietLimit)
        {
            var hashes = (await Task.WhenAll(Regions.Select(Carts))).Select(static carts => carts.Hash).ToList();
            if (hashes.Distinct().Count() == 1)
            {
                return Since(began);
            }

            if (string.Concat(hashes) is var now && now != last)
            {
                (changed, last) = (Clock.Now, now);
            }

            await Task.Delay(Pause, cancellation);
        }

        return null;
    }

    // Whoever looks for the cause finds nothing of it after the silos were killed.
    private async Task<string> Apart(CancellationToken cancellation)
    {
        var shown = await Task.WhenAll(Regions.Select(async region => (region.Region, Carts: await Carts(region))));
        var positions = await Task.WhenAll(Regions.Select(region => Positions(region, cancellation)));
        return string.Join("; ", RegionCarts.Apart(shown.ToDictionary(static one => one.Region, static one => one.Carts)).Concat(positions));
    }

    private static async Task<string> Positions(RegionRunner region, CancellationToken cancellation)
    {
        await using var database = new PrimaryDataSource(region.ConnectionString);
        await using var command = database.Current.CreateCommand(
            "select string_agg(format('%s.%s/%s/%s %s of %s', region, incarnation, shard, class, applied, head), ', ' order by id) from activeactive.stream");
        return $"{region.Region} has applied {await command.ExecuteScalarAsync(cancellation)}";
    }

    private async Task<RegionCarts> Carts(RegionClient client)
    {
        var carts = await Task.WhenAll(_keys.Select(async key => (key, Cart: await client.Grains.GetGrain<ICartGrain>(key).Get())));
        return new RegionCarts(carts.ToDictionary(
            static cart => cart.key, static cart => (IReadOnlyDictionary<string, long>)cart.Cart.Lines.ToDictionary(static line => line.Item, static line => line.Quantity)));
    }

    private async Task DisconnectAll()
    {
        foreach (var client in _clients.Values)
        {
            await client.DisposeAsync();
        }

        _clients.Clear();
    }

    // The others are asked in turns, each region's callers beginning with the one behind it.
    private WorkerSettings Worker(string folder, int number)
    {
        var region = Regions[number - 1];
        return new()
        {
            Region = region.Region,
            Database = region.ConnectionString,
            Elsewhere = Regions.Skip(number).Concat(Regions.Take(number - 1)).ToDictionary(static other => other.Region, static other => other.ConnectionString),
            Plan = new LoadPlan
            {
                Seed = _settings.Seed + number,
                Seconds = DrillLoad.MostSeconds,
                Rate = Math.Max(1, _settings.Rate / Regions.Count),
                Phase = (number - 1.0) / Regions.Count,
                Counters = [],
                Accounts = [],
                Carts = _keys,
                Items = new CartItems(number - 1, Regions.Count),
                Region = region.Region,
            },
            HistoryFile = DrillLoad.HistoryOf(folder, number),
        };
    }
}
