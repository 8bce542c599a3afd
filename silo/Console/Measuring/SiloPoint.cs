namespace ActiveActive.Silo.Console.Measuring;

/// <summary>A point of a silo's history: what was counted in the period that ended then.</summary>
/// <param name="At">The monotonic time.</param>
/// <param name="Seconds">The length of the period.</param>
/// <param name="Counted">What was counted.</param>
/// <param name="Links">How the links were, where this silo merges; else empty.</param>
internal sealed record SiloPoint(long At, double Seconds, Tally Counted, IReadOnlyList<LinkPoint> Links);
