namespace ActiveActive.Silo.Console.Model;

/// <summary>A grain, in all regions.</summary>
/// <param name="AsOf">When it was asked for.</param>
/// <param name="Grain">Its type.</param>
/// <param name="Key">Its key.</param>
/// <param name="Jurisdiction">The jurisdiction that its key names; null when every region may hold it.</param>
/// <param name="IsSame">Whether all regions that hold it show the same; null when fewer than two of them answered.</param>
/// <param name="Regions">What each region says, this one first.</param>
internal sealed record GrainView(DateTimeOffset AsOf, string Grain, string Key, string? Jurisdiction, bool? IsSame, IReadOnlyList<GrainInRegion> Regions);
