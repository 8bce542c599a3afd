namespace ActiveActive;

/// <summary>What is in a register of which the last writer wins.</summary>
/// <param name="Latest">The text; null before the first write.</param>
/// <param name="Version">How often the register was written in this region, by changes and by merges.</param>
[GenerateSerializer, Immutable, Alias("aa.SharedValue")]
public sealed record SharedValue([property: Id(0)] SharedText? Latest, [property: Id(1)] long Version);
