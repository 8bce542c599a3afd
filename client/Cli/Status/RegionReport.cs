namespace ActiveActive.Cli.Status;

/// <summary>What <c>aactl status</c> answers.</summary>
/// <param name="Region">The region's name; null when the data folder has none that runs.</param>
/// <param name="Serving">Whether at least one silo takes calls.</param>
/// <param name="DatabaseVersion">The highest migration applied; null when the database was not reached.</param>
/// <param name="CodeVersion">The highest migration that this code knows.</param>
/// <param name="Silos">The silos, by name.</param>
/// <param name="Note">What is wrong, for people; null when nothing is.</param>
internal sealed record RegionReport(string? Region, bool Serving, int? DatabaseVersion, int CodeVersion, IReadOnlyList<SiloReport> Silos, string? Note);
