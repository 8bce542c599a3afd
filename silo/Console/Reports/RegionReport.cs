namespace ActiveActive.Silo.Console.Reports;

/// <summary>What a silo tells of its region.</summary>
/// <param name="Region">The region.</param>
/// <param name="Silo">The name of the silo that tells.</param>
/// <param name="Members">The silos, itself first; those that died lately, too.</param>
/// <param name="Events">What happened.</param>
internal sealed record RegionReport(string Region, string Silo, IReadOnlyList<MemberReport> Members, IReadOnlyList<EventReport> Events);
