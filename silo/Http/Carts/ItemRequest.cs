namespace ActiveActive.Silo.Http.Carts;

/// <summary>What to take out of a cart.</summary>
/// <param name="Item">The item.</param>
internal sealed record ItemRequest(string Item);
