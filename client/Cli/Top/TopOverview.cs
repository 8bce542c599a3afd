namespace ActiveActive.Cli.Top;

/// <summary>Of the overview that silos give under <c>/console/api</c> (docs/console.md), what is shown in a terminal.</summary>
internal sealed record TopOverview(
    DateTimeOffset AsOf,
    string Region,
    string Silo,
    IReadOnlyList<TopRegion> Regions,
    IReadOnlyList<TopSilo> Silos,
    IReadOnlyList<TopLink> Links,
    IReadOnlyList<TopEvent> Events,
    IReadOnlyList<TopFinding> Findings);
