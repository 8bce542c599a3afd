using ActiveActive.Cli.Drills.Faults;
using ActiveActive.TestKit.Checks;
using ActiveActive.TestKit.Load;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Drills.Grounds;

/// <summary>A region by itself, with counters, accounts and registers.</summary>
internal sealed class OneRegion : IDrillGround
{
    private const long InitialDeposit = 10_000;
    private readonly DrillSettings _settings;
    private readonly RegionRunner _region;
    private readonly DrillKeys _keys;

    private OneRegion(DrillSettings settings, RegionRunner region) => (_settings, _region, _keys) = (settings, region, DrillKeys.Of(settings.Grains));

    public IReadOnlyList<RegionRunner> Regions => [_region];

    public string Grains => $"{_keys.Counters.Length} counters, {_keys.Accounts.Length} accounts and {_keys.Registers.Length} registers";

    public static async Task<IDrillGround> Start(DrillSettings settings, RegionOptions options, Action<string?, RegionEvent> onEvent, CancellationToken cancellation) =>
        new OneRegion(settings, await RegionRunner.Start(options with { Region = "drill" }, happened => onEvent(null, happened), cancellation));

    public async Task Prepare(CancellationToken cancellation)
    {
        await using var client = await RegionClient.Connect(_region.Region, _region.ConnectionString, cancellation: cancellation);
        await Task.WhenAll(_keys.Accounts.Select(key => Open(client.Grains.GetGrain<IAccountGrain>(key))));
    }

    public Task<DrillLoad> StartLoad(string folder, CancellationToken cancellation) => DrillLoad.Start([.. Enumerable.Range(1, _settings.Clients).Select(number => Worker(folder, number))], cancellation);

    public Task<FinalState> ReadBack(CancellationToken cancellation) => FinalStateReader.Read(_region, _keys, cancellation);

    public Task Stop(CancellationToken cancellation) => _region.Stop(cancellation);

    public ValueTask DisposeAsync() => _region.DisposeAsync();

    private static async Task Open(IAccountGrain account)
    {
        await account.Open();
        await account.Deposit(InitialDeposit);
    }

    private WorkerSettings Worker(string folder, int number) => new()
    {
        Region = _region.Region,
        Database = _region.ConnectionString,
        Plan = new LoadPlan
        {
            Seed = _settings.Seed + number,
            Seconds = DrillLoad.MostSeconds,
            Rate = Math.Max(1, _settings.Rate / _settings.Clients),
            Phase = (number - 1.0) / _settings.Clients,
            Counters = _keys.Counters,
            Accounts = _keys.Accounts,
            Registers = _keys.Registers,
        },
        HistoryFile = DrillLoad.HistoryOf(folder, number),
        DropReplies = _settings.Needs.HasFlag(FaultNeeds.DroppedReplies),
    };
}
