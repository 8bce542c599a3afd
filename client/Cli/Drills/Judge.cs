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
        Finding[] findings =
        [
            .. CounterChecker.Check(history, final),
            .. AccountChecker.Check(history, final),
            .. MonotonicChecker.Check(history),
            .. facts.Died.Select(silo => new Finding(FindingKind.Died, 1, $"{silo} died without having been killed")),
        ];
        return new Verdict
        {
            Passed = findings.Length == 0,
            Fault = settings.Fault,
            PlantedBug = settings.PlantNoEffectIds,
            Seed = settings.Seed,
            Seconds = (facts.Until - facts.From) / (double)Clock.Second,
            Calls = history.Count,
            Acknowledged = history.Count(operation => operation.Outcome == Outcome.Ok),
            Refused = history.Count(operation => operation.Outcome == Outcome.Refused),
            Unknown = history.Count(operation => operation.Outcome == Outcome.Unknown),
            ErrorsSeen = history.Count(operation => operation.Error is not null),
            Cuts = facts.Cuts,
            Lost = Count(FindingKind.Lost),
            Duplicated = Count(FindingKind.Doubled),
            WentBack = Count(FindingKind.WentBack),
            Unbalanced = Count(FindingKind.Unbalanced),
            SilosDied = Count(FindingKind.Died),
            GapMilliseconds = Gaps.Of(history, facts.From, facts.Until),
            LatencyMilliseconds = Latency(history),
            Findings = [.. findings.Take(MostFindings).Select(finding => $"{finding.Kind}: {finding.Text}")],
            Folder = facts.Folder,
        };

        long Count(FindingKind kind) => findings.Where(finding => finding.Kind == kind).Sum(finding => finding.Count);
    }

    private static Gaps Latency(IReadOnlyList<Operation> history)
    {
        var histogram = new LongHistogram(LongestLatency, 3);
        foreach (var operation in history.Where(operation => operation.Outcome != Outcome.Unknown))
        {
            histogram.RecordValue(Math.Clamp(operation.End - operation.Due, 1, LongestLatency));
        }

        return new Gaps(histogram.GetValueAtPercentile(50) / 1000.0, histogram.GetValueAtPercentile(99) / 1000.0, histogram.GetMaxValue() / 1000.0);
    }
}
