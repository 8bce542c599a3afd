namespace ActiveActive.Cli.Drills.Report;

/// <summary>A time over several runs, in milliseconds.</summary>
internal sealed record ReportTime(double Median, double Worst);
