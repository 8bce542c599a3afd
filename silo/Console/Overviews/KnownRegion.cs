using ActiveActive.Silo.Console.Exchange;
using ActiveActive.Silo.Console.Reports;

namespace ActiveActive.Silo.Console.Overviews;

/// <summary>What the silo that answers knows of a region.</summary>
/// <param name="Name">The region.</param>
/// <param name="IsReachable">Whether a silo of it tells how it is.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Via">Which region has told the report.</param>
/// <param name="Report">The report, and when it was so; null for none.</param>
internal sealed record KnownRegion(string Name, bool IsReachable, string? Reason, string? Via, Heard<RegionReport>? Report);
