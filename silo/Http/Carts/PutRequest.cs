using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Http.Carts;

/// <summary>What to put into a cart.</summary>
/// <param name="Item">1 to 200 characters without control characters.</param>
/// <param name="Quantity">From 1 to 1,000,000.</param>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record PutRequest(string Item, long Quantity);
