namespace ActiveActive.Database.Residency;

/// <summary>What a region's database holds of one jurisdiction in one table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Jurisdiction">The jurisdiction.</param>
/// <param name="Regions">The regions that may hold what is of it, by the policy that the silos run with.</param>
/// <param name="Count">How many rows, or entries of the log.</param>
/// <param name="Example">The least key.</param>
public sealed record HeldData(string Table, string Jurisdiction, IReadOnlyList<string> Regions, long Count, string Example);
