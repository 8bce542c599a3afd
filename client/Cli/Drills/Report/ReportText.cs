using System.Globalization;

namespace ActiveActive.Cli.Drills.Report;

/// <summary>What HTML and Markdown say in the same words.</summary>
internal static class ReportText
{
    public static string Word(DrillReport report) => report.Passed ? "PASSED" : "FAILED";

    /// <summary>The verdict in one sentence, about our own runs.</summary>
    public static string Summary(DrillReport report)
    {
        var runs = report.Runs.Where(static run => !run.IsPeer).ToList();
        if (runs.Count == 0)
        {
            return "No run of ours: nothing was judged.";
        }

        var calls = runs.Sum(static run => run.Numbers.Calls);
        var faults = runs.Select(static run => run.Fault).Distinct().Count();
        var (lost, doubled, findings) = (runs.Sum(static run => run.Numbers.Lost), runs.Sum(static run => run.Numbers.Doubled), runs.Sum(static run => run.Numbers.Findings));
        var scope = string.Create(CultureInfo.InvariantCulture, $"{Plural(runs.Count, "run")} of {Plural(faults, "fault")}, {Format.Count(calls)} calls");
        return lost + doubled + findings == 0
            ? $"{scope}: nothing lost, nothing doubled, no checker complains."
            : $"{scope}: {Format.Count(lost)} lost, {Format.Count(doubled)} doubled, {Plural(findings, "finding")}.";
    }

    /// <summary>What has no row in the table.</summary>
    public static IEnumerable<string> Missing(DrillReport report) =>
        report.Broken.Select(static text => $"No verdict: {text}").Concat(report.Skipped.Select(static text => $"Skipped: {text}"));

    /// <summary>The header's lines: name and value.</summary>
    public static IEnumerable<(string Name, string Value)> Header(DrillReport report)
    {
        yield return ("Seed", report.Seed.ToString(CultureInfo.InvariantCulture));
        yield return ("Began", Format.Date(report.Began));
        yield return ("Machine", string.Create(CultureInfo.InvariantCulture, $"{report.Machine.Cores} cores, {report.Machine.MemoryGigabytes:0.#} GB, {report.Machine.System}"));
        yield return ("Versions", string.Join(" · ", report.Machine.Versions.Select(static part => $"{part.Name} {part.Version}")));
    }

    /// <summary>The table's columns, in the order of <see cref="Cells"/>.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["Fault", "Target", "Runs", "Gap p50", "Gap p99", "Gap max", "Recovery", "Errors", "Unknown", "Lost", "Doubled", "Findings", "Verdict"];

    /// <summary>How many of the columns at the left are names, not figures.</summary>
    public const int NameColumns = 2;

    public static IReadOnlyList<string> Cells(ReportRow row) =>
    [
        row.Fault, row.Target, Format.Count(row.Runs.Count), Format.Time(row.GapP50.Median), row.Beyond + Format.Time(row.GapP99.Median), row.Beyond + Worst(row, row.GapMax), row.Recovery is null ? "–" : Worst(row, row.Recovery),
        Format.Count(row.Errors), Format.Count(row.Unknown), Format.Count(row.Lost), Format.Count(row.Doubled), Format.Count(row.Findings), row.IsPeer ? "measured" : !row.Passed ? "FAILED" : row.MeetsAims ? "passed" : "passed, slow",
    ];

    public static string TableNote =>
        "Gap: the longest time in which a grain answered nobody; p50, p99 and max are over the grains of a run. Times are medians over the runs, the worst run in parentheses; counts are sums. "
        + "Recovery: from when a fault was healed until every grain had been answered again and no call hung that had begun before. Errors: calls whose caller saw one, even if the retry then succeeded. > : a grain was not answered to the end of the load, and the time was longer than shown. Passed, slow: every promise kept, an aim for times missed.";

    public static string Plural(long count, string noun) => $"{Format.Count(count)} {noun}{(count == 1 ? "" : "s")}";

    private static string Worst(ReportRow row, ReportTime time) => row.Runs.Count == 1 ? Format.Time(time.Median) : $"{Format.Time(time.Median)} ({Format.Time(time.Worst)})";
}
