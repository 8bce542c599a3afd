using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Http.Carts;

/// <summary>An item in a cart.</summary>
/// <param name="Item">Its name.</param>
/// <param name="Quantity">How many.</param>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record CartLineResponse(string Item, long Quantity);
