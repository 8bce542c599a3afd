namespace ActiveActive.Silo.Console.Model;

/// <summary>The latest conflicts of a region, newest first.</summary>
/// <param name="AsOf">When they were read.</param>
/// <param name="Region">The region that has kept them.</param>
/// <param name="Conflicts">At most <see cref="ConsoleLimits.Listed"/>.</param>
/// <param name="ByGrain">How many of all kinds are kept, by types of grains.</param>
internal sealed record ConflictList(DateTimeOffset AsOf, string Region, IReadOnlyList<ConflictView> Conflicts, IReadOnlyList<GrainTypeCount> ByGrain);
