namespace ActiveActive.Silo.Console.Reports;

/// <summary>A point of a history.</summary>
/// <param name="AgeSeconds">How long ago it was.</param>
/// <param name="Calls">Calls per second.</param>
/// <param name="Errors">Those that failed, per second.</param>
/// <param name="Writes">Writes per second.</param>
/// <param name="Latencies">Pairs of bucket and count.</param>
/// <param name="Links">The links, from the silo that merges; null for none.</param>
internal sealed record HistoryPoint(double AgeSeconds, double Calls, double Errors, double Writes, IReadOnlyList<long> Latencies, IReadOnlyList<Measuring.LinkPoint>? Links);
