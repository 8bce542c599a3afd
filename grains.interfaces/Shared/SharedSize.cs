namespace ActiveActive;

/// <summary>How large a set or a map is that every region changes.</summary>
/// <param name="Count">How many elements or entries are known in the region that was asked.</param>
/// <param name="Version">How often it was written in this region, by changes and by merges.</param>
[GenerateSerializer, Immutable, Alias("aa.SharedSize")]
public sealed record SharedSize([property: Id(0)] int Count, [property: Id(1)] long Version);
