using System.Text.Json;
using System.Text.Json.Serialization;
using ActiveActive.Cli.Drills.Faults;
using ActiveActive.Cli.Drills.Grounds;
using ActiveActive.Cli.Output;
using ActiveActive.TestKit;
using ActiveActive.TestKit.History;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Drills;

/// <summary>One drill, from an empty folder to the verdict.</summary>
/// <remarks>
/// 1. Start a region of its own, or several. 2. Open the accounts. 3. Start the client processes and let them begin together. 4. When they are warm, the faults. 5. When the
/// time is over, and each fault and a while after it too, let the clients end: wait until every operation has ended and every send has arrived. 6. Kill all silos, start one, read
/// everything back and judge. 7. Stop the region; history, verdict and logs stay.
/// </remarks>
internal sealed class DrillRunner(DrillSettings settings, Action<string> tell, Action<DrillProgress> onProgress)
{
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
        await using var ground = await Start(folder, machine, cancellation);
        await ground.Prepare(cancellation);
        tell($"{ground.Grains} are ready; load begins: {settings.Rate} calls a second from {(settings.IsOverRegions ? settings.Regions : settings.Clients)} processes for {settings.WarmUp} s to get warm and {settings.LoadSeconds} s or more to be measured");

        var (history, facts) = await Load(ground, machine, folder, cancellation);
        tell("The load has ended; waiting until all is quiet, then reading everything back");
        var final = await ground.ReadBack(cancellation);
        var verdict = Judge.Decide(settings, history, final, facts);
        await File.WriteAllTextAsync(Path.Combine(folder, "verdict.json"), JsonSerializer.Serialize(verdict, Json), cancellation);
        await ground.Stop(cancellation);
        await machine.DisposeAsync();
        foreach (var database in Directory.GetDirectories(Path.Combine(folder, "region"), "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1 }).Where(static part => Path.GetFileName(part) is "postgres" or "standby"))
        {
            Directory.Delete(database, recursive: true);
        }

        return new DrillResult(verdict, VerdictReport.Run(verdict, history));
    }

    private Task<IDrillGround> Start(string folder, DrillMachine machine, CancellationToken cancellation)
    {
        tell($"Starting {(settings.IsOverRegions ? $"{settings.Regions} regions" : "a region")} of {settings.Silos} silos in {folder} (fault {settings.FaultNames}, seed {settings.Seed})");
        var environment = new Dictionary<string, string>();
        if (settings.Plant is { } bug)
        {
            environment[bug.Setting] = "true";
        }

        var options = new RegionOptions
        {
            Silos = settings.Silos,
            DataFolder = Path.Combine(folder, "region"),
            SiloHost = settings.SiloHost,
            Environment = environment,
        };
        return machine.Links is { } links
            ? SeveralRegions.Start(settings, machine.Equip(options), links, OnEvent, cancellation)
            : OneRegion.Start(settings, machine.Equip(options), OnEvent, cancellation);
    }

    private async Task<(List<Operation> History, DrillFacts Facts)> Load(IDrillGround ground, DrillMachine machine, string folder, CancellationToken cancellation)
    {
        await using var load = await ground.StartLoad(folder, cancellation);
        using var schedule = new FaultSchedule(settings, ground, machine, _timeline);
        using var ended = new CancellationTokenSource();
        var memory = new MemorySampler(() => ground.Regions.SelectMany(region => region.Silos.Select(silo => (NameOf(region, silo), silo.ProcessId))).Concat(load.Processes));
        _faults = schedule;

        var from = Clock.Now;
        load.Go();
        _timeline.Add(TimedEventKind.LoadBegan, "the load begins");
        var measuring = Task.WhenAll(memory.Run(ended.Token), ground.Probe(ended.Token));
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
            await EnsureSilos(ground, cancellation);
            await Watch(load, from, completed, cancellation);
            await completed;
            await ended.CancelAsync();
            await measuring;
            return (load.History(), new DrillFacts(from + (settings.WarmUp * Clock.Second), until, load.Cuts, _timeline.Events, memory.Samples, folder) { Lags = ground.Lags });
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
    private static Task EnsureSilos(IDrillGround ground, CancellationToken cancellation) =>
        Task.WhenAll(ground.Regions.Where(static region => region.Silos.All(static silo => silo.State != SiloState.Ready)).Select(region => region.StartSilo(1, cancellation)));

    private string NameOf(RegionRunner region, RunningSilo silo) => IDrillGround.NameOf(settings.IsOverRegions ? region.Region : null, silo.Name);

    private void OnEvent(string? region, RegionEvent happened)
    {
        if (happened is { Silo: { } silo } && Kind(happened.Kind) is { } kind)
        {
            var (name, message) = (IDrillGround.NameOf(region, silo.Name), IDrillGround.NameOf(region, happened.Message));
            // A silo that was asked to stop must do so in order; one that is to be declared dead must end because of that.
            var (noted, text) = kind switch
            {
                TimedEventKind.SiloDied when silo.ExitCode == DeclaredDead && _faults?.IsDoomed(name) == true => (TimedEventKind.SiloEvicted, $"{name}: ended itself, as it should"),
                TimedEventKind.SiloStopped when silo.ExitCode != 0 && !settings.Faults.Any(static fault => fault.StopsDatabase) => (TimedEventKind.SiloDied, message),
                _ => (kind, message),
            };
            _timeline.Add(noted, text, silo: name);
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
