using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using ActiveActive.Cli.Drills.Report;
using ActiveActive.TestKit;
using ActiveActive.TestKit.Checks;
using ActiveActive.TestKit.History;
using ActiveActive.TestKit.Load;

namespace ActiveActive.Cli.Drills.Compare;

/// <summary>
/// The same load, the same fault and the same measure for several systems, one after the other on the same machine.
/// </summary>
/// <remarks>
/// <para>The targets take turns: all of trial 1, then all of trial 2, so that what else the machine does falls on all of them. Within a trial the load has the same
/// seed and the same node is killed. Only one target runs at a time, each in an empty database of a PostgreSQL server with the same settings.</para>
/// <para>A trial: 1. start the cluster and the client processes; 2. let the load begin; 3. after the time before the fault, kill a node; 4. wait until the load has
/// ended and every call with it; 5. take each grain's longest time without an answer, from a few seconds before the kill on; 6. hold the stored counters against the
/// acknowledged additions; 7. stop the cluster.</para>
/// <para>What is not equal, because it is the systems' own: calls of ours are retried by its client library under the same request id, which is safe there; the peers
/// deliver at most once, so their failed calls are errors, and the load's next call of that grain (a fifth of a second after the last) ends the gap if it is answered.
/// Additions of peers that ended with an error are unknown: neither their loss nor their presence is held against them.</para>
/// </remarks>
internal sealed class CompareRunner(CompareSettings settings, Action<string> tell)
{
    /// <summary>The fault that is compared.</summary>
    public const string Fault = "kill";

    // What is measured and drawn begins here, so that no system's first calls count.
    private const long WindowBefore = 5 * Clock.Second;
    private const long SilentAfter = 2 * Clock.Second;
    private const int MostFindings = 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    private readonly Random _random = new(settings.Seed);
    private readonly string[] _counters = [.. Enumerable.Range(1, settings.Grains).Select(number => $"drill-{number}")];
    private readonly List<CompareTrial> _trials = [];
    private readonly List<ReportRun> _runs = [];
    private readonly DateTimeOffset _began = DateTimeOffset.UtcNow;

    public async Task<Comparison> Run(CancellationToken cancellation)
    {
        var folder = settings.Output is { } given
            ? Directory.CreateDirectory(given).FullName
            : Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"aa-compare-{DateTime.UtcNow:yyyyMMdd-HHmmss}-{Environment.ProcessId}")).FullName;
        for (var trial = 1; trial <= settings.Trials; trial++)
        {
            var victim = _random.Next(settings.Nodes) + 1;
            var seed = _random.Next();
            foreach (var target in settings.Targets)
            {
                var result = await RunOne(target, trial, victim, seed, Path.Combine(folder, $"trial-{trial}", target.Name), cancellation);
                _trials.Add(result);
                tell(FormattableString.Invariant(
                    $"{target.Name}: gap p50 {result.GapMilliseconds.P50:0} ms, p99 {result.GapMilliseconds.P99:0} ms, max {result.GapMilliseconds.Max:0} ms; errors {result.Errors}"));
            }

            // After each trial: a long comparison that is interrupted keeps what it has.
            await File.WriteAllTextAsync(Path.Combine(folder, "comparison.json"), JsonSerializer.Serialize(Result(folder), Json), cancellation);
            await ReportWriter.Write(folder, Report(), cancellation);
        }

        return Result(folder);
    }

    private Comparison Result(string folder) => new()
    {
        Fault = Fault,
        Seed = settings.Seed,
        Processors = Environment.ProcessorCount,
        Nodes = settings.Nodes,
        Clients = settings.Clients,
        Grains = settings.Grains,
        CallsPerSecond = settings.Rate,
        Targets = [.. settings.Targets.Select(target => CompareSummary.Of(target, _trials))],
        Trials = [.. _trials],
        Folder = folder,
    };

    private DrillReport Report() => new()
    {
        Command = FormattableString.Invariant(
            $"./run drill --fault {Fault} --compare {string.Join(',', settings.Targets.Skip(1).Select(static target => target.Name))} --trials {settings.Trials} --silos {settings.Nodes} --clients {settings.Clients} --grains {settings.Grains} --rate {settings.Rate} --seed {settings.Seed}"),
        Seed = settings.Seed,
        Began = _began,
        Machine = ReportMachine.Here(),
        Runs = [.. _runs],
    };

    private async Task<CompareTrial> RunOne(CompareTarget target, int trial, int victim, int seed, string folder, CancellationToken cancellation)
    {
        tell($"Trial {trial} of {settings.Trials}, {target.Title}: starting {settings.Nodes} nodes");
        var data = Path.Combine(folder, "cluster");
        Directory.CreateDirectory(folder);
        CompareTrial result;
        await using (var cluster = await target.Start(settings, data, cancellation))
        {
            var seconds = settings.SecondsBefore + target.SecondsAfter;
            var (killed, until) = await Load(cluster, victim, seed, seconds, folder, cancellation);
            var history = Enumerable.Range(1, settings.Clients).SelectMany(number => HistoryFile.Read(HistoryOf(folder, number))).ToList();
            var stored = await cluster.Counters(_counters, cancellation);
            var findings = CounterChecker.Check(history, Final(stored)).ToList();
            var died = cluster.Died();
            var recorder = new RunRecorder(killed - WindowBefore, until);
            history.ForEach(recorder.Add);
            var (series, gaps, numbers) = recorder.Build();
            numbers = numbers with { Lost = Count(findings, FindingKind.Lost), Doubled = Count(findings, FindingKind.Doubled), Findings = findings.Sum(static finding => finding.Count) + died.Count };
            var (passed, silent) = (numbers.Findings == 0, Silent(history, until));
            _runs.Add(new ReportRun
            {
                Target = target.Name,
                IsPeer = target != CompareTarget.Ours,
                Fault = Fault,
                Seed = settings.Seed,
                Passed = passed,
                Numbers = numbers,
                Events = [new ReportEvent(WindowBefore / (double)Clock.Second, ReportEventKind.Fault, $"kill -9 node {victim}")],
                Series = series,
                GrainGapsMilliseconds = gaps,
                Findings = [.. findings.Take(MostFindings).Select(static finding => finding.Text), .. died.Select(static node => $"{node} died without having been killed")],
                Silent = silent,
                Folder = folder,
            });
            result = new CompareTrial
            {
                Target = target.Name,
                Trial = trial,
                Victim = victim,
                Passed = passed,
                GapMilliseconds = new Gaps(numbers.GapP50Milliseconds, numbers.GapP99Milliseconds, numbers.GapMaxMilliseconds),
                LongestCallMilliseconds = history.Where(operation => operation.End > killed - WindowBefore).Max(static operation => operation.End - operation.Due) / 1000.0,
                Silent = silent,
                Calls = numbers.Calls,
                Errors = numbers.Errors,
                ErrorsBefore = history.Count(operation => operation.Error is not null && operation.Due < killed),
                Lost = numbers.Lost,
                Doubled = numbers.Doubled,
                Died = died,
                Folder = folder,
            };
        }

        Directory.Delete(Path.Combine(data, "postgres"), recursive: true);
        return result;
    }

    private async Task<(long Killed, long Until)> Load(ICluster cluster, int victim, int seed, int seconds, string folder, CancellationToken cancellation)
    {
        var workers = new List<WorkerProcess>();
        try
        {
            for (var number = 1; number <= settings.Clients; number++)
            {
                workers.Add(WorkerProcess.Start(cluster.Load.Program, cluster.Load.Argument, cluster.Worker(Plan(number, seed, seconds), HistoryOf(folder, number))));
            }

            await Task.WhenAll(workers.Select(worker => worker.Ready)).WaitAsync(cancellation);
            var from = Clock.Now;
            workers.ForEach(worker => worker.Go());
            await Task.Delay(TimeSpan.FromSeconds(settings.SecondsBefore), cancellation);
            var killed = Clock.Now;
            await cluster.Kill(victim);
            tell($"Killed node {victim} (SIGKILL)");
            await Task.WhenAll(workers.Select(worker => worker.Completed(cancellation)));
            return (killed, from + (seconds * Clock.Second));
        }
        finally
        {
            foreach (var worker in workers)
            {
                await worker.DisposeAsync();
            }
        }
    }

    private LoadPlan Plan(int number, int seed, int seconds) => new()
    {
        Seed = seed + number,
        Seconds = seconds,
        Rate = Math.Max(1, settings.Rate / settings.Clients),
        Phase = (number - 1.0) / settings.Clients,
        Counters = _counters,
        Accounts = [],
    };

    private FinalState Final(IReadOnlyDictionary<string, long> stored) => new(
        _counters.ToDictionary(static key => key, key => stored.TryGetValue(key, out var value) ? new CounterValue(value, value) : new CounterValue(0, 0)),
        new Dictionary<string, (AccountBalance, ImmutableArray<AccountEntry>)>());

    private static long Count(List<Finding> findings, FindingKind kind) => findings.Where(finding => finding.Kind == kind).Sum(static finding => finding.Count);

    private static int Silent(IReadOnlyList<Operation> history, long until) => history
        .GroupBy(static operation => operation.Key)
        .Count(grain => !grain.Any(operation => operation.Outcome != Outcome.Unknown && operation.End > until - SilentAfter && operation.End <= until));

    private static string HistoryOf(string folder, int number) => Path.Combine(folder, $"history-{number}.jsonl");
}
