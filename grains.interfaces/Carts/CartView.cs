using System.Collections.Immutable;

namespace ActiveActive;

/// <summary>What is in a cart.</summary>
/// <param name="Lines">The items, by name.</param>
/// <param name="Notes">The note; none, or more than one where regions have written it without knowledge of each other, the latest first.</param>
/// <param name="Version">How often the cart was written in this region, by changes and by merges.</param>
[GenerateSerializer, Immutable, Alias("aa.CartView")]
public sealed record CartView([property: Id(0)] ImmutableArray<CartItem> Lines, [property: Id(1)] ImmutableArray<CartNote> Notes, [property: Id(2)] long Version);
