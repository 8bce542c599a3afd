using System.Diagnostics;
using ActiveActive.TestKit.Regions;
using ActiveActive.Tests.Processes.Up;

namespace ActiveActive.Tests.Processes.Moves;

/// <summary>Real silos that stop and join one after the other under load. The strict bounds on pauses are the drill's business: this machine may be busy.</summary>
[Trait("Length", "long")]
public sealed class RollingRestartTests
{
    private const int Grains = 30;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task A_rolling_restart_of_all_silos_fails_no_call_and_loses_no_write()
    {
        using var folder = new RegionDataFolder();
        await using var region = await RegionRunner.Start(new RegionOptions { Silos = 3, DataFolder = folder.Path });
        await using var client = await RegionClient.Connect(region.Region, region.ConnectionString);
        var counters = Enumerable.Range(0, Grains).Select(i => client.Grains.GetGrain<ICounterGrain>($"rolling-{i}")).ToArray();
        using var end = new CancellationTokenSource();
        var load = counters.Select(counter => Load(counter, end.Token)).ToArray();
        for (var silo = 1; silo <= region.Silos.Length; silo++)
        {
            await region.StopSilo(silo);
            await region.StartSilo(silo);
        }

        await end.CancelAsync();
        var results = await Task.WhenAll(load);
        Assert.All(results, result => Assert.True(result.Longest < LongestPause, $"A call took {result.Longest}."));
        foreach (var (counter, result) in counters.Zip(results))
        {
            Assert.Equal(result.Calls, (await counter.Get()).Value);
        }
    }

    private static async Task<(long Calls, TimeSpan Longest)> Load(ICounterGrain counter, CancellationToken end)
    {
        var (calls, longest) = (0L, TimeSpan.Zero);
        while (!end.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            Assert.Equal(++calls, (await counter.Add(1)).Value);
            var took = Stopwatch.GetElapsedTime(began);
            longest = took > longest ? took : longest;
            await Task.Delay(Period, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return (calls, longest);
    }
}
