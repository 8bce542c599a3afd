using System.Collections.Immutable;
using ActiveActive.Client.Connection;
using ActiveActive.TestKit;
using ActiveActive.TestKit.Checks;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Drills;

/// <summary>
/// Reads what the region holds after the load: first all sends arrive; then all silos are killed and one is started, so that nothing comes from the memory of a grain that served the
/// load; then every counter, every register and every account with its whole history is read.
/// </summary>
internal static class FinalStateReader
{
    private static readonly TimeSpan SendsLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static async Task<FinalState> Read(RegionRunner region, DrillKeys keys, CancellationToken cancellation)
    {
        await SendsArrived(region, cancellation);
        await region.StartAfresh(cancellation);
        await using var client = await RegionClient.Connect(region.Region, region.ConnectionString, cancellation: cancellation);
        var grains = client.Grains;
        var values = await Task.WhenAll(keys.Counters.Select(async key => (key, await grains.GetGrain<ICounterGrain>(key).Get())));
        var histories = await Task.WhenAll(keys.Accounts.Select(async key => (key, await History(grains.GetGrain<IAccountGrain>(key)))));
        var documents = await Task.WhenAll(keys.Registers.Select(async key => (key, await grains.GetGrain<IRegisterGrain>(key).Get())));
        return new FinalState(values.ToDictionary(item => item.key, item => item.Item2), histories.ToDictionary(item => item.key, item => item.Item2))
        {
            Registers = documents.ToDictionary(item => item.key, item => item.Item2?.Json.Trim('"')),
        };
    }

    private static async Task SendsArrived(RegionRunner region, CancellationToken cancellation)
    {
        await using var database = new PrimaryDataSource(region.ConnectionString);
        await using var command = database.Current.CreateCommand("select count(*) from activeactive.send where failed_at is null and done_at is null");
        var until = Clock.Now + (long)(SendsLimit.TotalSeconds * Clock.Second);
        while ((long)(await command.ExecuteScalarAsync(cancellation))! is > 0 and var left)
        {
            if (Clock.Now > until)
            {
                throw new RegionException($"{left} sends have not arrived within {SendsLimit.TotalMinutes} minutes after the load. See last_error in table activeactive.send of the drill's database.");
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    private static async Task<(AccountBalance, ImmutableArray<AccountEntry>)> History(IAccountGrain account)
    {
        var entries = new List<AccountEntry>();
        for (long? before = null; ;)
        {
            var page = await account.History(before, AccountHistory.MaxLimit);
            entries.AddRange(page.Entries);
            before = page.Before;
            if (before is null)
            {
                break;
            }
        }

        entries.Reverse();
        return (await account.Balance(), [.. entries]);
    }
}
