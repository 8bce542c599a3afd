namespace ActiveActive;

/// <summary>The value of a counter that every region changes.</summary>
/// <param name="Value">The sum of all that was added, as far as it is known in the region that was asked.</param>
/// <param name="Version">How often the counter was written in this region, by changes and by merges.</param>
[GenerateSerializer, Immutable, Alias("aa.SharedCount")]
public sealed record SharedCount([property: Id(0)] long Value, [property: Id(1)] long Version);
