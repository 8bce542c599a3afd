namespace ActiveActive.Cli.Drills.Report;

/// <summary>A part and its version.</summary>
internal sealed record ReportVersion(string Name, string Version);
