namespace ActiveActive.Cli.Drills.Report;

/// <summary>A line of the table: all runs of one target under one fault. Times are medians over the runs (with the worst beside), counts are sums.</summary>
/// <param name="Fault">The fault's name.</param>
/// <param name="Target">The target's name.</param>
/// <param name="Runs">At least one.</param>
internal sealed record ReportRow(string Fault, string Target, IReadOnlyList<ReportRun> Runs)
{
    public bool IsPeer => Runs[0].IsPeer;

    public bool Passed => Runs.All(static run => run.Passed);

    /// <summary>Whether more than half of the runs met the aims for times.</summary>
    public bool MeetsAims => Runs.Count(static run => run.MeetsAims) * 2 > Runs.Count;

    /// <summary>What stands before the long times when they were longer than the load: "&gt; ", or nothing.</summary>
    public string Beyond => Runs.Any(static run => run.Silent > 0) ? "> " : "";

    public ReportTime GapP50 => Time(static numbers => numbers.GapP50Milliseconds)!;

    public ReportTime GapP99 => Time(static numbers => numbers.GapP99Milliseconds)!;

    public ReportTime GapMax => Time(static numbers => numbers.GapMaxMilliseconds)!;

    /// <summary>Over the runs that had something to heal; null when none had.</summary>
    public ReportTime? Recovery => Time(static numbers => numbers.RecoveryMilliseconds);

    public long Calls => Sum(static numbers => numbers.Calls);

    public long Errors => Sum(static numbers => numbers.Errors);

    public long Unknown => Sum(static numbers => numbers.Unknown);

    public long Lost => Sum(static numbers => numbers.Lost);

    public long Doubled => Sum(static numbers => numbers.Doubled);

    public long Findings => Sum(static numbers => numbers.Findings);

    /// <summary>The run with the longest gap; a failed one before any that passed.</summary>
    public ReportRun Worst => Runs.OrderBy(static run => run.Passed).ThenByDescending(static run => run.Numbers.GapMaxMilliseconds).First();

    /// <summary>The run whose longest gap is the median.</summary>
    public ReportRun Typical => Runs.OrderBy(static run => run.Numbers.GapMaxMilliseconds).ElementAt((Runs.Count - 1) / 2);

    /// <summary>A row per fault and target, in the order of the first run of each; under each fault ours first, then the peers.</summary>
    public static IReadOnlyList<ReportRow> Of(DrillReport report) =>
    [
        .. report.Runs.GroupBy(static run => run.Fault).SelectMany(static fault =>
            fault.GroupBy(static run => run.Target).Select(target => new ReportRow(fault.Key, target.Key, [.. target])).OrderBy(static row => row.IsPeer)),
    ];

    private ReportTime? Time(Func<ReportNumbers, double?> part)
    {
        var sorted = Runs.Select(run => part(run.Numbers)).OfType<double>().Order().ToList();
        return sorted.Count == 0 ? null : new ReportTime((sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2, sorted[^1]);
    }

    private long Sum(Func<ReportNumbers, long> part) => Runs.Sum(run => part(run.Numbers));
}
