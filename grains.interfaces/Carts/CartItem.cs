namespace ActiveActive;

/// <summary>An item in a cart.</summary>
/// <param name="Item">Its name.</param>
/// <param name="Quantity">How many.</param>
[GenerateSerializer, Immutable, Alias("aa.CartItem")]
public readonly record struct CartItem([property: Id(0)] string Item, [property: Id(1)] long Quantity);
