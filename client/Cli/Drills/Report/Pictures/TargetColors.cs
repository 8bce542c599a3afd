namespace ActiveActive.Cli.Drills.Report.Pictures;

/// <summary>Each target has the same color in all pictures of a report: by its first appearance, ours first.</summary>
internal sealed class TargetColors(DrillReport report)
{
    private readonly List<string> _targets = [.. report.Runs.OrderBy(static run => run.IsPeer).Select(static run => run.Target).Distinct()];

    public int Of(string target) => Math.Max(0, _targets.IndexOf(target));
}
