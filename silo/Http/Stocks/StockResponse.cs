using System.Text.Json.Serialization;

namespace ActiveActive.Silo.Http.Stocks;

/// <summary>A stock, as far as it is known in this region.</summary>
/// <param name="Value">How much there is, in all regions.</param>
/// <param name="Here">How much of it this region may take without asking another one.</param>
/// <param name="Elsewhere">The rest.</param>
/// <param name="Version">How often the stock was written in this region, by changes and by merges.</param>
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record StockResponse(long Value, long Here, long Elsewhere, long Version)
{
    public static StockResponse Of(StockView stock) => new(stock.Value, stock.Here, stock.Elsewhere, stock.Version);
}
