using System.Collections.Immutable;

namespace ActiveActive;

/// <summary>What is in a map that every region changes.</summary>
/// <param name="Entries">The entries, in the order of their names' characters.</param>
/// <param name="Version">How often the map was written in this region, by changes and by merges.</param>
[GenerateSerializer, Immutable, Alias("aa.SharedEntries")]
public sealed record SharedEntries([property: Id(0)] ImmutableArray<SharedEntry> Entries, [property: Id(1)] long Version);
