using System.Collections.Immutable;

namespace ActiveActive;

/// <summary>What is in a set that every region changes.</summary>
/// <param name="Items">The items, in the order of their characters.</param>
/// <param name="Version">How often the set was written in this region, by changes and by merges.</param>
[GenerateSerializer, Immutable, Alias("aa.SharedItems")]
public sealed record SharedItems([property: Id(0)] ImmutableArray<string> Items, [property: Id(1)] long Version);
