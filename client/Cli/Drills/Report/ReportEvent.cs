namespace ActiveActive.Cli.Drills.Report;

/// <summary>Something that happened during a run: a labelled vertical line of its timeline.</summary>
/// <param name="Seconds">When, counted from the beginning of the load; may be negative or after its end.</param>
/// <param name="Kind">Which decides its color and which labels are dropped first when there are too many.</param>
/// <param name="Text">For people; short, as it stands in the picture.</param>
internal sealed record ReportEvent(double Seconds, ReportEventKind Kind, string Text);
