using ActiveActive.Cli.Drills.Compare;
using ActiveActive.TestKit.History;
using ActiveActive.TestKit.Load;

namespace ActiveActive.Tests.Processes.Drills;

/// <summary>The systems that ours is compared with start, serve, store what they acknowledge, and stop. How they do in a fault is measured, not tested. The tuned variants pass through all that the others do.</summary>
[Trait("Length", "long")]
public sealed class PeerTests
{
    [Theory]
    [InlineData("stock-tuned")]
    [InlineData("akka-tuned")]
    public async Task A_peer_serves_and_stores(string name)
    {
        var folder = Directory.CreateTempSubdirectory("aa-peer-test-");
        folder.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute; // the database's user passes through
        try
        {
            var target = CompareTarget.Peers.Single(peer => peer.Name == name);
            var settings = new CompareSettings { Targets = [target], Nodes = 1 };
            await using var cluster = await target.Start(settings, Path.Combine(folder.FullName, "cluster"), CancellationToken.None);
            var history = await Load(cluster, Path.Combine(folder.FullName, "history.jsonl"));

            Assert.Equal(100, history.Count);
            Assert.All(history, static operation => Assert.Equal((Outcome.Ok, null), (operation.Outcome, operation.Error)));
            var additions = history.Where(static operation => operation.Kind == OperationKind.CounterAdd).CountBy(static operation => operation.Key).ToDictionary();
            var stored = await cluster.Counters([.. additions.Keys], CancellationToken.None);
            Assert.Equal(2, additions.Count);
            Assert.All(additions, pair => Assert.Equal(pair.Value, stored[pair.Key]));
            Assert.Empty(cluster.Died());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<List<Operation>> Load(ICluster cluster, string historyFile)
    {
        var plan = new LoadPlan { Seed = 1, Seconds = 1, Rate = 100, Counters = ["drill-1", "drill-2"], Accounts = [] };
        await using var worker = WorkerProcess.Start(cluster.Load.Program, cluster.Load.Argument, cluster.Worker(plan, historyFile));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await worker.Ready.WaitAsync(limit.Token);
        worker.Go();
        await worker.Completed(limit.Token);
        return [.. HistoryFile.Read(historyFile)];
    }
}
