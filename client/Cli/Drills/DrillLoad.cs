using ActiveActive.TestKit;
using ActiveActive.TestKit.History;
using ActiveActive.TestKit.Load;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Drills;

/// <summary>The client processes of a drill.</summary>
internal sealed class DrillLoad : IAsyncDisposable
{
    /// <summary>The load goes on until it is told that it is enough; this ends it if nobody does.</summary>
    private const int MostSeconds = 24 * 3600;

    private readonly List<WorkerProcess> _workers = [];
    private readonly string _folder;

    private DrillLoad(string folder) => _folder = folder;

    public DrillProgress Progress(long from) => new(
        (Clock.Now - from) / (double)Clock.Second,
        _workers.Sum(static worker => worker.Progress.Started),
        _workers.Sum(static worker => worker.Progress.Ended),
        _workers.Sum(static worker => worker.Progress.Errors),
        Cuts);

    public long Cuts => _workers.Sum(static worker => worker.Progress.Cuts);

    public IEnumerable<(string Name, int? ProcessId)> Processes => _workers.Select(static (worker, i) => ($"client-{i + 1}", worker.HasEnded ? null : (int?)worker.ProcessId));

    /// <summary>Starts the processes and waits until all are connected.</summary>
    public static async Task<DrillLoad> Start(DrillSettings settings, RegionRunner region, DrillKeys keys, bool dropReplies, string folder, CancellationToken cancellation)
    {
        var load = new DrillLoad(folder);
        try
        {
            for (var number = 1; number <= settings.Clients; number++)
            {
                load._workers.Add(WorkerProcess.Start(
                    Path.Combine(AppContext.BaseDirectory, "aactl.dll"), WorkerCommand.Name, WorkerSettings(settings, region, keys, dropReplies, HistoryOf(folder, number), number)));
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

    /// <summary>Waits until all calls have ended.</summary>
    /// <exception cref="RegionException">A process failed.</exception>
    public Task Completed(CancellationToken cancellation) => Task.WhenAll(_workers.Select(worker => worker.Completed(cancellation)));

    public List<Operation> History() => [.. Enumerable.Range(1, _workers.Count).SelectMany(number => HistoryFile.Read(HistoryOf(_folder, number)))];

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.DisposeAsync();
        }
    }

    private static string HistoryOf(string folder, int number) => Path.Combine(folder, $"history-{number}.jsonl");

    private static WorkerSettings WorkerSettings(DrillSettings settings, RegionRunner region, DrillKeys keys, bool dropReplies, string historyFile, int number) => new()
    {
        Region = region.Region,
        Database = region.ConnectionString,
        Plan = new LoadPlan
        {
            Seed = settings.Seed + number,
            Seconds = MostSeconds,
            Rate = Math.Max(1, settings.Rate / settings.Clients),
            Phase = (number - 1.0) / settings.Clients,
            Counters = keys.Counters,
            Accounts = keys.Accounts,
            Registers = keys.Registers,
        },
        HistoryFile = historyFile,
        DropReplies = dropReplies,
    };
}
