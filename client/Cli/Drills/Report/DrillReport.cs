namespace ActiveActive.Cli.Drills.Report;

/// <summary>
/// Everything that a report shows, and the shape of <c>report.json</c>. One invocation of the drill makes one report: one run or many, of one target or several under the same
/// faults. It holds no operations, only what was counted of them, so its size depends on the number of runs and not on the number of calls.
/// </summary>
/// <remarks>
/// Made by <see cref="RunRecorder"/> (one per run, fed with the history while it is read), written by <see cref="ReportWriter"/> as HTML, Markdown, JSON and one picture. Members are
/// added without raising <see cref="Version"/>; it is raised when one is removed or changes its meaning.
/// </remarks>
internal sealed record DrillReport
{
    /// <summary>The version that this program writes.</summary>
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    /// <summary>The command that repeats it, with the seed.</summary>
    public required string Command { get; init; }

    public required int Seed { get; init; }

    public required DateTimeOffset Began { get; init; }

    public required ReportMachine Machine { get; init; }

    /// <summary>In the order in which they were made. The same fault and target may come several times: then medians are shown.</summary>
    public required IReadOnlyList<ReportRun> Runs { get; init; }

    /// <summary>Faults that could not be tried on this machine, each with the reason, in words.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>Runs that came to no verdict, each with the reason, in words.</summary>
    public IReadOnlyList<string> Broken { get; init; } = [];

    /// <summary>
    /// Whether every run came to a verdict and passed, apart from those of peers, which are only measured. False when there is none: no run proves nothing.
    /// </summary>
    public bool Passed => Broken.Count == 0 && Judged.Any() && Judged.All(static run => run.Passed);

    private IEnumerable<ReportRun> Judged => Runs.Where(static run => !run.IsPeer);
}
