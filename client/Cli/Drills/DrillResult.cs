using ActiveActive.Cli.Drills.Report;

namespace ActiveActive.Cli.Drills;

/// <summary>What a drill came to.</summary>
/// <param name="Verdict">The judgement.</param>
/// <param name="Run">The same run for the report.</param>
internal sealed record DrillResult(Verdict Verdict, ReportRun Run);
