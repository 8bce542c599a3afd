namespace ActiveActive.Cli.Drills.Report.Pictures;

/// <summary>Where a label goes.</summary>
/// <param name="Lane">The row, from 0; null when there is no room for it.</param>
/// <param name="Left">The label's left edge.</param>
internal readonly record struct LabelPlace(int? Lane, double Left);
