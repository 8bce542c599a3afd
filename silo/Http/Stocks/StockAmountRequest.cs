using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Http.Stocks;

/// <summary>How much to add to a stock, or to take from it.</summary>
/// <param name="Amount">From 1 to 10^12.</param>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record StockAmountRequest(long Amount);
