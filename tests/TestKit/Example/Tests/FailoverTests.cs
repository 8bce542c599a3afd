using ActiveActive.TestKit;

namespace Tickets.Tests;

/// <summary>Seats are sold while silos die: none is lost, none is sold twice.</summary>
public sealed class FailoverTests
{
    [Fact]
    public async Task Fast_in_this_process()
    {
        await using var cluster = await FailoverTestCluster.StartAsync();
        await SellWhileSilosDie(cluster);
    }

    [Fact]
    public async Task Real_with_processes()
    {
        await using var cluster = await ProcessCluster.StartAsync(new ProcessClusterOptions { SiloHost = typeof(IShowGrain).Assembly.Location });
        await cluster.ExplainAsync(() => SellWhileSilosDie(cluster));
    }

    private static async Task SellWhileSilosDie(IFailoverCluster cluster)
    {
        var history = new HistoryRecorder();
        var office = new BoxOffice(cluster, history);
        using var closing = new CancellationTokenSource();
        var sales = office.Sell(closing.Token);
        await history.AnsweredAsync(50);

        await cluster.KillAsync(2);
        await history.AnsweredAsync(200);
        await cluster.StartAsync(2);
        await cluster.StopAsync(3);
        await history.AnsweredAsync(50);

        await closing.CancelAsync();
        await sales;
        history.Require(
            HistoryChecks.ExactlyOnce(history.Operations, await office.TakenSeats()),
            HistoryChecks.MonotonicVersions(history.Operations));
    }
}
