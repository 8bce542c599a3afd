namespace ActiveActive.Silo.Console.Reports;

/// <summary>The last ten minutes of one or more silos, oldest first.</summary>
/// <param name="Region">Their region.</param>
/// <param name="Points">The points.</param>
internal sealed record SiloHistory(string Region, IReadOnlyList<HistoryPoint> Points);
