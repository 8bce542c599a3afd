namespace ActiveActive.Silo.Console.Model;

/// <summary>The last ten minutes.</summary>
/// <param name="AsOf">When this was made.</param>
/// <param name="PeriodSeconds">The distance of the points.</param>
/// <param name="Regions">What the silos of each region did; regions that could not be asked are missing.</param>
/// <param name="Links">How the links were; kept by the silo that merges.</param>
internal sealed record History(DateTimeOffset AsOf, double PeriodSeconds, IReadOnlyList<RegionHistory> Regions, IReadOnlyList<LinkHistory> Links);
