using ActiveActive.Cli.Drills.Faults;
using ActiveActive.TestKit;
using ActiveActive.TestKit.Checks;
using ActiveActive.TestKit.History;
using HdrHistogram;

namespace ActiveActive.Cli.Drills;

/// <summary>Holds a history and the final state against every promise.</summary>
internal static class Judge
{
    private const int MostFindings = 50;
    private const long LongestLatency = 3_600 * Clock.Second;

    public static Verdict Decide(DrillSettings settings, IReadOnlyList<Operation> history, FinalState final, DrillFacts facts)
    {
        var died = facts.Events.Where(static happened => happened.Kind is TimedEventKind.SiloDied or TimedEventKind.LivedOn);
        var (served, restored) = (Served(history, facts.Events), Restored(facts.Events));
        var errors = history.Where(static operation => operation.Error is not null).ToList();
        var acknowledged = history.Count(static operation => operation.Outcome == Outcome.Ok);
        var goal = Goal(settings);
        var tail = Tail(settings, facts.Events);
        Finding[] findings =
        [
            .. tail?.Check(history, final) ?? AllCheckers.Check(history, final, restored: restored),
            .. died.Select(static happened => new Finding(FindingKind.Died, 1, happened.Text)),
            .. facts.Events.Where(static happened => happened.Kind == TimedEventKind.NotRelayed).Select(static happened => new Finding(FindingKind.Diverged, 1, happened.Text)),
            .. final is { Regions.Count: > 0, ConvergedWithin: null } ? [new Finding(FindingKind.Diverged, 1, $"the regions did not come to show the same while nothing was written: {final.Apart}")] : (Finding[])[],
            .. goal.NoFailedCall ? served.Where(static operation => operation.Error is not null).Select(static operation => new Finding(FindingKind.Failed, 1, $"{operation.Kind} {operation.Id} on {operation.Grain}: {operation.Error}")) : [],
        ];
        var gaps = Gaps.Of(served, facts.From, BrokenAt(facts.Events, facts.From), facts.Until);
        var recovery = Recovery.Of(history, [.. facts.Events.Where(static happened => happened.Kind == TimedEventKind.Healed).Select(static happened => happened.Time)], facts.Until);
        var regions = RegionFigures.Of(history, final, facts);
        return new Verdict
        {
            Passed = findings.Length == 0,
            Fault = settings.FaultNames,
            Goal = goal,
            PlantedBug = settings.Plant?.Name,
            Seed = settings.Seed,
            Seconds = (facts.Until - facts.From) / (double)Clock.Second,
            Calls = history.Count,
            Acknowledged = acknowledged,
            Refused = history.Count(static operation => operation.Outcome == Outcome.Refused),
            Unknown = history.Count(static operation => operation.Outcome == Outcome.Unknown),
            ErrorsSeen = errors.Count,
            ErrorKinds = errors.CountBy(static operation => operation.Error!.Split(':')[0]).ToDictionary(static kind => kind.Key, static kind => (long)kind.Value),
            Cuts = facts.Cuts,
            LostWithPrimary = tail is null ? null : LostTail.Count(history, final),
            ArrivedOnly = tail?.Halves(tail.Relax(history), final).Count,
            Lost = Count(FindingKind.Lost),
            Duplicated = Count(FindingKind.Doubled),
            WentBack = Count(FindingKind.WentBack),
            Unbalanced = Count(FindingKind.Unbalanced),
            NotLinearizable = Count(FindingKind.NotLinearizable),
            Diverged = Count(FindingKind.Diverged),
            Regions = regions,
            Undecided = Count(FindingKind.Undecided),
            SilosDied = Count(FindingKind.Died),
            GapMilliseconds = gaps,
            LatencyMilliseconds = Latency(served, facts.From),
            RecoveryMilliseconds = recovery,
            GoalMet = goal.IsMetBy(gaps, recovery, regions),
            FindingCount = findings.Sum(static finding => finding.Count),
            Findings = [.. findings.Take(MostFindings).Select(static finding => $"{finding.Kind}: {finding.Text}")],
            From = facts.From,
            Until = facts.Until,
            Events = facts.Events,
            Memory = facts.Memory,
            MemoryTrends = MemoryTrend.Of(facts.Memory),
            Kills = facts.Events.Count(static happened => happened.Kind == TimedEventKind.SiloKilled),
            Bound = findings.Length == 0 && acknowledged > 0 ? 3.0 / acknowledged : null,
            Folder = facts.Folder,
        };

        long Count(FindingKind kind) => findings.Where(finding => finding.Kind == kind).Sum(static finding => finding.Count);
    }

    /// <summary>The calls of callers whose own region was never broken on purpose.</summary>
    public static List<Operation> Served(IReadOnlyList<Operation> history, IReadOnlyList<TimedEvent> events)
    {
        var broken = events.Where(static happened => happened.Kind == TimedEventKind.Injected).Select(static happened => happened.Region).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return [.. history.Where(operation => operation.Region is not { } region || !broken.Contains(region))];
    }

    private static (string, long)? Restored(IReadOnlyList<TimedEvent> events) =>
        events.Where(static happened => happened.Kind == TimedEventKind.Restored).Select(static happened => ((string, long)?)(happened.Region!, happened.Time)).SingleOrDefault();

    /// <summary>The moments whose acknowledgements may be lost; null when none may.</summary>
    private static LostTail? Tail(DrillSettings settings, IReadOnlyList<TimedEvent> events)
    {
        var losing = settings.Faults.Where(static fault => fault.LosesAcknowledged).Select(static fault => fault.Name).ToHashSet(StringComparer.Ordinal);
        var broken = events.Where(happened => happened.Kind == TimedEventKind.Injected && happened.Fault is { } fault && losing.Contains(fault)).ToList();
        var healed = events.Where(happened => happened.Kind == TimedEventKind.Healed && happened.Fault is { } fault && losing.Contains(fault)).ToList();
        return broken.Count == 0 || healed.Count == 0
            ? null
            : new LostTail(broken.Min(static happened => happened.Time) - (long)(LostTail.MostLag.TotalSeconds * Clock.Second), healed.Max(static happened => happened.Time));
    }

    /// <summary>When the first thing was broken; the beginning of the measured time when nothing was. What the machine did before is not the fault's.</summary>
    public static long BrokenAt(IReadOnlyList<TimedEvent> events, long from) =>
        events.Where(happened => happened.Kind == TimedEventKind.Injected && happened.Time >= from).Select(static happened => happened.Time).DefaultIfEmpty(from).Min();

    // Aims are for single faults; together, the only promise that is left beside those of the data is that no call fails where none of the faults may fail one.
    private static FaultGoal Goal(DrillSettings settings) => settings.Faults is [var only]
        ? only.Goal
        : new FaultGoal(NoFailedCall: settings.Faults.All(static fault => fault.Goal.NoFailedCall));

    private static Gaps Latency(IReadOnlyList<Operation> history, long from)
    {
        var histogram = new LongHistogram(LongestLatency, 3);
        foreach (var operation in history.Where(operation => operation.Outcome != Outcome.Unknown && operation.Due >= from))
        {
            histogram.RecordValue(Math.Clamp(operation.End - operation.Due, 1, LongestLatency));
        }

        return new Gaps(histogram.GetValueAtPercentile(50) / 1000.0, histogram.GetValueAtPercentile(99) / 1000.0, histogram.GetMaxValue() / 1000.0);
    }
}
