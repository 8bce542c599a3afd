namespace ActiveActive.Silo.Console.Reports;

/// <summary>A region's report, and how long ago it was so.</summary>
internal sealed record ToldRegion(double AgeSeconds, RegionReport Report);
