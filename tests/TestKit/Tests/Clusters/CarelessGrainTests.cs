using ActiveActive.TestKit;
using ActiveActive.TestKit.Checks;
using RelayHost;

namespace ActiveActive.Tests.TestKit.Clusters;

/// <summary>A grain with a bug is found out: recorder and checks over a silo's death.</summary>
public sealed class CarelessGrainTests
{
    [Fact]
    public async Task Seats_kept_in_memory_are_lost_and_seen_to_be()
    {
        await using var cluster = await FailoverTestCluster.StartAsync();
        var history = new HistoryRecorder();
        var shows = Enumerable.Range(0, 12).Select(static i => $"show-{i}").ToArray();
        foreach (var round in (string[])["a", "b"])
        {
            foreach (var show in shows)
            {
                await history.WriteAsync(show, round, () => cluster.Grains.GetGrain<ICarelessShowGrain>(show).Reserve(round), static seat => seat);
            }

            if (round == "a")
            {
                await cluster.KillAsync(2);
            }
        }

        var seats = new Dictionary<string, IReadOnlyCollection<string>>();
        foreach (var show in shows)
        {
            seats[show] = await cluster.Grains.GetGrain<ICarelessShowGrain>(show).Seats();
        }

        var failed = Assert.Throws<HistoryViolationException>(() => history.Require(
            HistoryChecks.ExactlyOnce(history.Operations, seats), HistoryChecks.MonotonicVersions(history.Operations)));
        Assert.Contains(failed.Findings, static finding => finding.Kind == FindingKind.Lost);
        Assert.Contains(failed.Findings, static finding => finding.Kind == FindingKind.WentBack);
        Assert.Contains($"seed {history.Seed}", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeated_request_is_done_twice_and_seen_to_be()
    {
        await using var cluster = await FailoverTestCluster.StartAsync(new FailoverTestClusterOptions { Silos = 1 });
        var history = new HistoryRecorder();
        var show = cluster.Grains.GetGrain<ICarelessShowGrain>("show");
        var attempts = 0;
        var noted = await history.WriteAsync("show", "ann", async () =>
        {
            var seat = await show.Reserve("ann");
            return attempts++ == 0 ? throw new TimeoutException("The answer was lost.") : seat;
        });
        Assert.Equal(2, noted.Attempts);
        var finding = Assert.Single(HistoryChecks.ExactlyOnce(history.Operations, new Dictionary<string, IReadOnlyCollection<string>> { ["show"] = await show.Seats() }));
        Assert.Equal(FindingKind.Doubled, finding.Kind);
    }
}
