using System.Text.Json;
using System.Text.Json.Serialization;
using ActiveActive.Cli.Drills.Faults;
using ActiveActive.Cli.Output;
using ActiveActive.TestKit;
using ActiveActive.TestKit.History;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Drills;

/// <summary>One drill, from an empty folder to the verdict.</summary>
/// <remarks>
/// 1. Start a region of its own. 2. Open the accounts. 3. Start the client processes and let them begin together. 4. When they are warm, the faults. 5. When the
/// time is over, and each fault and a while after it too, let the clients end: wait until every operation has ended and every send has arrived. 6. Kill all silos, start one, read
/// everything back and judge. 7. Stop the region; history, verdict and logs stay.
/// </remarks>
internal sealed class DrillRunner(DrillSettings settings, Action<string> tell, Action<DrillProgress> onProgress)
{
    private const long InitialDeposit = 10_000;

    /// <summary>The exit code of a silo that learned that it was declared dead (docs/failover.md).</summary>
    private const int DeclaredDead = 4;
    private static readonly TimeSpan ProgressPeriod = TimeSpan.FromMilliseconds(250);

    /// <summary>How long the load goes on after the last fault has ended.</summary>
    private static readonly TimeSpan After = TimeSpan.FromSeconds(5);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    private readonly DrillKeys _keys = DrillKeys.Of(settings.Grains);
    private readonly Timeline _timeline = new(happened =>
    {
        if (happened.Kind is not (TimedEventKind.SiloStarting or TimedEventKind.SiloStopping))
        {
            tell(happened.Fault is null ? happened.Text : $"{happened.Fault}: {happened.Text}");
        }
    });

    private FaultSchedule? _faults;

    public async Task<DrillResult> Run(CancellationToken cancellation)
    {
        var folder = settings.Output is { } given
            ? Directory.CreateDirectory(given).FullName
            : Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"aa-drill-{DateTime.UtcNow:yyyyMMdd-HHmmss}-{Environment.ProcessId}")).FullName;
        if (Directory.Exists(Path.Combine(folder, "region", "postgres")))
        {
            throw new CliException($"{folder} holds a drill that was broken off: its data would be taken for this one's. Remove the folder, or name another one with --out.");
        }

        await using var machine = await DrillMachine.Create(settings, Path.Combine(folder, "region"));
        await using var region = await StartRegion(folder, machine, cancellation);
        await using (var client = await RegionClient.Connect(region.Region, region.ConnectionString, cancellation: cancellation))
        {
            await Task.WhenAll(_keys.Accounts.Select(key => Open(client.Grains.GetGrain<IAccountGrain>(key))));
        }

        tell($"{_keys.Counters.Length} counters, {_keys.Accounts.Length} accounts and {_keys.Registers.Length} registers are ready; "
            + $"load begins: {settings.Rate} calls a second from {settings.Clients} processes for {settings.WarmUp} s to get warm and {settings.LoadSeconds} s or more to be measured");

        var (history, facts) = await Load(region, machine, folder, cancellation);
        tell("The load has ended; waiting for sends, then reading everything back");
        var final = await FinalStateReader.Read(region, _keys, cancellation);
        var verdict = Judge.Decide(settings, history, final, facts);
        await File.WriteAllTextAsync(Path.Combine(folder, "verdict.json"), JsonSerializer.Serialize(verdict, Json), cancellation);
        await region.Stop(cancellation);
        await machine.DisposeAsync();
        foreach (var database in Directory.GetDirectories(Path.Combine(folder, "region")).Where(static part => Path.GetFileName(part) is "postgres" or "standby"))
        {
            Directory.Delete(database, recursive: true);
        }

        return new DrillResult(verdict, VerdictReport.Run(verdict, history));
    }

    private static async Task Open(IAccountGrain account)
    {
        await account.Open();
        await account.Deposit(InitialDeposit);
    }

    private Task<RegionRunner> StartRegion(string folder, DrillMachine machine, CancellationToken cancellation)
    {
        tell($"Starting a region of {settings.Silos} silos in {folder} (fault {settings.FaultNames}, seed {settings.Seed})");
        var environment = new Dictionary<string, string>();
        if (settings.Plant is { } bug)
        {
            environment[bug.Setting] = "true";
        }

        var options = new RegionOptions
        {
            Silos = settings.Silos,
            DataFolder = Path.Combine(folder, "region"),
            Region = "drill",
            SiloHost = settings.SiloHost,
            Environment = environment,
        };
        return RegionRunner.Start(machine.Equip(options), OnEvent, cancellation);
    }

    private async Task<(List<Operation> History, DrillFacts Facts)> Load(RegionRunner region, DrillMachine machine, string folder, CancellationToken cancellation)
    {
        await using var load = await DrillLoad.Start(settings, region, _keys, settings.Needs.HasFlag(FaultNeeds.DroppedReplies), folder, cancellation);
        using var schedule = new FaultSchedule(settings, region, machine, _timeline);
        using var ended = new CancellationTokenSource();
        var memory = new MemorySampler(() => region.Silos.Select(static silo => (silo.Name, silo.ProcessId)).Concat(load.Processes));
        _faults = schedule;

        var from = Clock.Now;
        load.Go();
        _timeline.Add(TimedEventKind.LoadBegan, "the load begins");
        var sampling = memory.Run(ended.Token);
        var completed = load.Completed(cancellation);
        try
        {
            var enough = Enough(schedule, from, cancellation);
            await Watch(load, from, Task.WhenAny(enough, completed), cancellation);
            if (!enough.IsCompleted)
            {
                await completed; // a client process failed
            }

            await enough;
            var until = Clock.Now;
            _timeline.Add(TimedEventKind.LoadEnded, "no more calls begin");
            load.Enough();
            await EnsureSilos(region, cancellation);
            await Watch(load, from, completed, cancellation);
            await completed;
            await ended.CancelAsync();
            await sampling;
            return (load.History(), new DrillFacts(from + (settings.WarmUp * Clock.Second), until, load.Cuts, _timeline.Events, memory.Samples, folder));
        }
        finally
        {
            await ended.CancelAsync();
        }
    }

    private async Task Enough(FaultSchedule schedule, long from, CancellationToken cancellation)
    {
        var planned = Task.Delay(TimeSpan.FromSeconds(settings.WarmUp + settings.LoadSeconds), cancellation);
        await schedule.Run(from, cancellation);
        await Task.WhenAll(planned, Task.Delay(After, cancellation));
    }

    private async Task Watch(DrillLoad load, long from, Task until, CancellationToken cancellation)
    {
        while (await Task.WhenAny(until, Task.Delay(ProgressPeriod, cancellation)) != until)
        {
            cancellation.ThrowIfCancellationRequested();
            onProgress(load.Progress(from));
        }

        onProgress(load.Progress(from));
    }

    // Calls can end only where a silo runs, also when the last one died unasked.
    private static Task EnsureSilos(RegionRunner region, CancellationToken cancellation) =>
        region.Silos.Any(static silo => silo.State == SiloState.Ready) ? Task.CompletedTask : region.StartSilo(1, cancellation);

    private void OnEvent(RegionEvent happened)
    {
        if (happened is { Silo: { } silo } && Kind(happened.Kind) is { } kind)
        {
            // A silo that was asked to stop must do so in order; one that is to be declared dead must end because of that.
            var (noted, text) = kind switch
            {
                TimedEventKind.SiloDied when silo.ExitCode == DeclaredDead && _faults?.IsDoomed(silo.Name) == true => (TimedEventKind.SiloEvicted, $"{silo.Name}: ended itself, as it should"),
                TimedEventKind.SiloStopped when silo.ExitCode != 0 && !settings.Faults.Any(static fault => fault.StopsDatabase) => (TimedEventKind.SiloDied, happened.Message),
                _ => (kind, happened.Message),
            };
            _timeline.Add(noted, text, silo: silo.Name);
        }
    }

    private static TimedEventKind? Kind(RegionEventKind kind) => kind switch
    {
        RegionEventKind.SiloStarting => TimedEventKind.SiloStarting,
        RegionEventKind.SiloReady => TimedEventKind.SiloReady,
        RegionEventKind.SiloStopping => TimedEventKind.SiloStopping,
        RegionEventKind.SiloStopped => TimedEventKind.SiloStopped,
        RegionEventKind.SiloKilled => TimedEventKind.SiloKilled,
        RegionEventKind.SiloDied => TimedEventKind.SiloDied,
        _ => null,
    };
}
