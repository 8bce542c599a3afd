namespace ActiveActive.Silo.Console.Model;

/// <summary>The whole system as one silo knows it. All times are by the clock of that silo: what comes from elsewhere is dated by its age, so clocks of other silos do not matter.</summary>
/// <param name="AsOf">When this was made. The age of a part is this less the part's own <c>asOf</c>.</param>
/// <param name="Region">The region of the silo that answers.</param>
/// <param name="Silo">The name of the silo that answers.</param>
/// <param name="Abilities">What may be done and seen here.</param>
/// <param name="Regions">All regions that are configured, this one first, the others by name.</param>
/// <param name="Silos">The silos of all regions, by region and name; those that died in the last ten minutes, too.</param>
/// <param name="Links">One for each ordered pair of regions, by names.</param>
/// <param name="Events">The latest events of all regions, newest first; at most <see cref="ConsoleLimits.EventsInOverview"/>.</param>
/// <param name="Findings">What the health checks of all regions say, failing ones first.</param>
internal sealed record Overview(
    DateTimeOffset AsOf,
    string Region,
    string Silo,
    Abilities Abilities,
    IReadOnlyList<RegionView> Regions,
    IReadOnlyList<SiloView> Silos,
    IReadOnlyList<LinkView> Links,
    IReadOnlyList<EventView> Events,
    IReadOnlyList<FindingView> Findings);
