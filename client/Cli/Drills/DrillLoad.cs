using ActiveActive.TestKit;
using ActiveActive.TestKit.History;
using ActiveActive.TestKit.Load;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Drills;

/// <summary>The client processes of a drill.</summary>
internal sealed class DrillLoad : IAsyncDisposable
{
    /// <summary>The load goes on until it is told that it is enough; this ends it if nobody does.</summary>
    public const int MostSeconds = 24 * 3600;

    private readonly List<WorkerProcess> _workers = [];
    private readonly IReadOnlyList<string> _histories;

    private DrillLoad(IReadOnlyList<string> histories) => _histories = histories;

    public DrillProgress Progress(long from) => new(
        (Clock.Now - from) / (double)Clock.Second,
        _workers.Sum(static worker => worker.Progress.Started),
        _workers.Sum(static worker => worker.Progress.Ended),
        _workers.Sum(static worker => worker.Progress.Errors),
        Cuts);

    public long Cuts => _workers.Sum(static worker => worker.Progress.Cuts);

    public IEnumerable<(string Name, int? ProcessId)> Processes => _workers.Select(static (worker, i) => ($"client-{i + 1}", worker.HasEnded ? null : (int?)worker.ProcessId));

    /// <summary>Where a process's history goes.</summary>
    public static string HistoryOf(string folder, int number) => Path.Combine(folder, $"history-{number}.jsonl");

    /// <summary>Starts the processes and waits until all are connected.</summary>
    public static async Task<DrillLoad> Start(IReadOnlyList<WorkerSettings> workers, CancellationToken cancellation)
    {
        var load = new DrillLoad([.. workers.Select(static worker => worker.HistoryFile)]);
        try
        {
            foreach (var worker in workers)
            {
                load._workers.Add(WorkerProcess.Start(Path.Combine(AppContext.BaseDirectory, "aactl.dll"), WorkerCommand.Name, worker));
            }

            await Task.WhenAll(load._workers.Select(static worker => worker.Ready)).WaitAsync(cancellation);
            return load;
        }
        catch
        {
            await load.DisposeAsync();
            throw;
        }
    }

    public void Go() => _workers.ForEach(static worker => worker.Go());

    public void Enough() => _workers.ForEach(static worker => worker.Enough());

    /// <summary>Lets one process, counted from 0, begin no calls, or again.</summary>
    public void Pause(int worker, bool isPaused) => _workers[worker].Pause(isPaused);

    /// <summary>Waits until all calls have ended.</summary>
    /// <exception cref="RegionException">A process failed.</exception>
    public Task Completed(CancellationToken cancellation) => Task.WhenAll(_workers.Select(worker => worker.Completed(cancellation)));

    public List<Operation> History() => [.. _histories.SelectMany(HistoryFile.Read)];

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.DisposeAsync();
        }
    }
}
