using System.Collections.Immutable;

namespace ActiveActive;

/// <summary>What is in a register that keeps what regions write at the same time.</summary>
/// <param name="Texts">The text; none before the first write, more than one where regions have written without knowledge of each other, the latest first.</param>
/// <param name="Version">How often the register was written in this region, by changes and by merges.</param>
[GenerateSerializer, Immutable, Alias("aa.SharedTexts")]
public sealed record SharedTexts([property: Id(0)] ImmutableArray<SharedText> Texts, [property: Id(1)] long Version);
