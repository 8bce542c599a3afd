using System.Text.RegularExpressions;
using ActiveActive.TestKit.Regions;
using ActiveActive.Tests.Processes.Up;

namespace ActiveActive.Tests.Processes.Failover;

/// <summary>
/// What a client's calls go through when silos die and freeze under them. The bounds are generous: they are to tell seconds from the half minute that
/// a call takes that nobody ends. Figures come from the drills.
/// </summary>
[Trait("Length", "long")]
public sealed class ClientFailoverTests
{
    private const int Keys = 60;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task Every_call_is_answered_soon_when_a_silo_is_killed_and_another_freezes_and_both_come_back()
    {
        using var folder = new RegionDataFolder();
        await using var region = await RegionRunner.Start(new RegionOptions { Silos = 3, DataFolder = folder.Path });
        await using var client = await RegionClient.Connect(region.Region, region.ConnectionString);
        await using var load = new SteadyLoad(client.Grains, Keys, Period);
        load.Start();
        await load.HasCalled(25);

        var killedAt = load.Now;
        await region.KillSilo(1);
        await load.HasCalled(30);
        var (detected, recovered) = await FailoversSeen(region.Silos[1..]);
        await region.StartSilo(1);
        await load.HasCalled(20);

        var frozenAt = load.Now;
        region.FreezeSilo(2);
        await load.HasCalled(50);
        region.ThawSilo(2);
        await load.HasCalled(10);
        var outcomes = await load.Finish();

        Assert.All(outcomes, static outcome => Assert.Null(outcome.Error));
        var kill = outcomes.Where(outcome => outcome.At >= killedAt - Period && outcome.At < frozenAt - Period).ToArray();
        var freeze = outcomes.Where(outcome => outcome.At >= frozenAt - Period).ToArray();
        var before = outcomes.Where(outcome => outcome.At < killedAt - Period && outcome.At > TimeSpan.FromSeconds(2)).ToArray();
        TestContext.Current.TestOutputHelper?.WriteLine($"kill: {Figures(kill)}; freeze: {Figures(freeze)}; before: {Figures(before)}");

        Assert.Equal(2, detected);
        Assert.InRange(recovered, 1, 2); // by those through whom grains of the dead one had been called

        // On a machine that is so busy that calls take seconds without any fault, all of it takes longer.
        var slack = 3 * before.Max(static outcome => outcome.Took);
        Assert.InRange(kill.Max(static outcome => outcome.Took), TimeSpan.Zero, TimeSpan.FromSeconds(6) + slack);
        Assert.InRange(freeze.Max(static outcome => outcome.Took), TimeSpan.Zero, TimeSpan.FromSeconds(15) + slack);
    }

    // How many silos have measured the crash of another one: until it was known, and until the first of its grains was back.
    private static async Task<(int Detected, int Recovered)> FailoversSeen(IEnumerable<RunningSilo> survivors)
    {
        using var http = new HttpClient();
        var pages = await Task.WhenAll(survivors.Select(silo => http.GetStringAsync(new Uri(silo.Url, "/metrics"))));
        return (pages.Count(static page => Counted("detection").IsMatch(page)), pages.Count(static page => Counted("recovery").IsMatch(page)));

        static Regex Counted(string what) => new($$"""activeactive_failover_{{what}}_seconds_count\{[^}]*cause="crash"[^}]*\} 1""");
    }

    private static string Figures(SteadyLoad.Outcome[] outcomes)
    {
        var sorted = outcomes.Select(static outcome => outcome.Took.TotalMilliseconds).Order().ToArray();
        return $"{sorted.Length} calls, p50 {sorted[sorted.Length / 2]:F0} ms, p99 {sorted[sorted.Length * 99 / 100]:F0} ms, max {sorted[^1]:F0} ms";
    }
}
