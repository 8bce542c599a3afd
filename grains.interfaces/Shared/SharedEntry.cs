using System.Collections.Immutable;

namespace ActiveActive;

/// <summary>An entry of a map that every region changes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Texts">Its text; more than one where regions have set it without knowledge of each other, the latest first.</param>
[GenerateSerializer, Immutable, Alias("aa.SharedEntry")]
public sealed record SharedEntry([property: Id(0)] string Name, [property: Id(1)] ImmutableArray<SharedText> Texts);
