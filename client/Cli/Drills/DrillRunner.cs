using System.Text.Json.Serialization;
using System.Text.Json;
using ActiveActive.TestKit;
using ActiveActive.TestKit.History;
using ActiveActive.TestKit.Load;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Drills;

/// <summary>One drill, from an empty folder to the verdict.</summary>
/// <remarks>
/// 1. Start a region of its own. 2. Open the accounts. 3. Start the client processes and let them begin together. 4. In the middle, the fault. 5. Wait until every
/// operation has ended and every send has arrived. 6. Read everything back and judge. 7. Stop the region; history, verdict and logs stay.
/// </remarks>
internal sealed class DrillRunner(DrillSettings settings, Action<string> tell, Action<DrillProgress> onProgress)
{
    private const long InitialDeposit = 10_000;
    private static readonly TimeSpan ProgressPeriod = TimeSpan.FromMilliseconds(250);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    private readonly Random _random = new(settings.Seed);
    private readonly string[] _counters = Keys(settings.Grains, 2);
    private readonly string[] _accounts = Keys(settings.Grains, 1);
    private readonly string[] _registers = Keys(settings.Grains, 0);
    private readonly List<string> _died = [];

    public async Task<Verdict> Run(CancellationToken cancellation)
    {
        var folder = settings.Output is { } given
            ? Directory.CreateDirectory(given).FullName
            : Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"aa-drill-{DateTime.UtcNow:yyyyMMdd-HHmmss}-{Environment.ProcessId}")).FullName;
        await using var region = await StartRegion(folder, cancellation);
        await using var client = await RegionClient.Connect(region.Region, region.ConnectionString, cancellation: cancellation);
        await Task.WhenAll(_accounts.Select(key => Open(client.Grains.GetGrain<IAccountGrain>(key))));
        tell($"{_counters.Length} counters, {_accounts.Length} accounts and {_registers.Length} registers are ready; load begins: {settings.Rate} calls a second from {settings.Clients} processes for {settings.Seconds} s");

        var (from, until, cuts) = await Load(region, folder, cancellation);
        tell("The load has ended; waiting for sends, then reading everything back");
        var final = await FinalStateReader.Read(region, client.Grains, _counters, _accounts, _registers, cancellation);
        var history = Enumerable.Range(1, settings.Clients).SelectMany(number => HistoryFile.Read(HistoryOf(folder, number))).ToList();
        var verdict = Judge.Decide(settings, history, final, new DrillFacts(from, until, cuts, [.. _died], folder));
        await File.WriteAllTextAsync(Path.Combine(folder, "verdict.json"), JsonSerializer.Serialize(verdict, Json), cancellation);
        await client.DisposeAsync();
        await region.Stop(cancellation);
        Directory.Delete(Path.Combine(folder, "region", "postgres"), recursive: true);
        return verdict;
    }

    // A third of the grains each; what is left over goes to the first kinds.
    private static string[] Keys(int grains, int more) => [.. Enumerable.Range(1, (grains + more) / 3).Select(static number => $"drill-{number}")];

    private static string HistoryOf(string folder, int number) => Path.Combine(folder, $"history-{number}.jsonl");

    private static async Task Open(IAccountGrain account)
    {
        await account.Open();
        await account.Deposit(InitialDeposit);
    }

    private Task<RegionRunner> StartRegion(string folder, CancellationToken cancellation)
    {
        tell($"Starting a region of {settings.Silos} silos in {folder} (seed {settings.Seed})");
        var environment = new Dictionary<string, string>();
        if (settings.PlantNoEffectIds)
        {
            environment["ActiveActive__DurableState__PlantNoEffectIds"] = "true";
        }

        var options = new RegionOptions
        {
            Silos = settings.Silos,
            DataFolder = Path.Combine(folder, "region"),
            Region = "drill",
            SiloHost = settings.SiloHost,
            Environment = environment,
        };
        return RegionRunner.Start(options, OnEvent, cancellation);
    }

    private void OnEvent(RegionEvent happened)
    {
        if (happened.Kind == RegionEventKind.SiloDied)
        {
            lock (_died)
            {
                _died.Add(happened.Silo!.Name);
            }

            tell(happened.Message);
        }
    }

    private async Task<(long From, long Until, long Cuts)> Load(RegionRunner region, string folder, CancellationToken cancellation)
    {
        var workers = new List<WorkerProcess>();
        try
        {
            for (var number = 1; number <= settings.Clients; number++)
            {
                workers.Add(WorkerProcess.Start(Path.Combine(AppContext.BaseDirectory, "aactl.dll"), WorkerCommand.Name, WorkerSettings(region, folder, number)));
            }

            await Task.WhenAll(workers.Select(worker => worker.Ready)).WaitAsync(cancellation);
            var from = Clock.Now;
            workers.ForEach(worker => worker.Go());
            var fault = Fault(region, from + (settings.Seconds * Clock.Second / 2), cancellation);
            var ended = Task.WhenAll(workers.Select(worker => worker.Completed(cancellation)));
            while (await Task.WhenAny(ended, Task.Delay(ProgressPeriod, cancellation)) != ended)
            {
                cancellation.ThrowIfCancellationRequested();
                Progress(workers, from);
            }

            await ended;
            await fault;
            Progress(workers, from);
            return (from, from + (settings.Seconds * Clock.Second), workers.Sum(worker => worker.Progress.Cuts));
        }
        finally
        {
            foreach (var worker in workers)
            {
                await worker.DisposeAsync();
            }
        }
    }

    private WorkerSettings WorkerSettings(RegionRunner region, string folder, int number) => new()
    {
        Region = region.Region,
        Database = region.ConnectionString,
        Plan = new LoadPlan
        {
            Seed = settings.Seed + number,
            Seconds = settings.Seconds,
            Rate = Math.Max(1, settings.Rate / settings.Clients),
            Phase = (number - 1.0) / settings.Clients,
            Counters = _counters,
            Accounts = _accounts,
            Registers = _registers,
        },
        HistoryFile = HistoryOf(folder, number),
        DropReplies = settings.Fault == DrillFault.DropReply,
    };

    private async Task Fault(RegionRunner region, long at, CancellationToken cancellation)
    {
        if (settings.Fault != DrillFault.Kill)
        {
            return;
        }

        await Task.Delay(TimeSpan.FromMicroseconds(Math.Max(0, at - Clock.Now)), cancellation);
        var victim = _random.Next(settings.Silos) + 1;
        await region.KillSilo(victim);
        tell($"Killed silo-{victim} (SIGKILL)");
    }

    private void Progress(List<WorkerProcess> workers, long from) => onProgress(new DrillProgress(
        (Clock.Now - from) / (double)Clock.Second,
        workers.Sum(worker => worker.Progress.Started),
        workers.Sum(worker => worker.Progress.Ended),
        workers.Sum(worker => worker.Progress.Errors),
        workers.Sum(worker => worker.Progress.Cuts)));
}
