using ActiveActive.Silo.Http.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActiveActive.Silo.Http.Stocks;

internal static class StockEndpoints
{
    private const string Json = "application/json";

    public static void MapStocks(this IEndpointRouteBuilder v1)
    {
        var stocks = v1.MapGroup("/stocks/{key}").WithTags("Stocks");
        stocks.MapGet("", Get).Reads("GetStock", "How much there is, and how much of it this region may take without asking another one.");
        stocks.MapPost("/restock", Restock).Accepts<StockAmountRequest>(Json).Writes("Restock", "Adds to the stock. This region may take what it has added.");
        stocks.MapPost("/take", Take).Accepts<StockAmountRequest>(Json)
            .Writes("TakeFromStock", "Takes from the stock, which all regions together never take more from than there is. If this region has not the right to take so much, it asks the others, for up to 1.5 seconds.");
    }

    private static async Task<Ok<StockResponse>> Get(string key, IGrainFactory grains, CancellationToken cancellation) =>
        TypedResults.Ok(StockResponse.Of(await grains.GetGrain<IStockGrain>(key).Get().WaitAsync(cancellation)));

    private static async Task<Ok<StockResponse>> Restock(string key, WriteRequest request, IGrainFactory grains)
    {
        var amount = request.Body("amount").WholeNumber("amount");
        return TypedResults.Ok(StockResponse.Of(await request.Run(() => grains.GetGrain<IStockGrain>(key).Restock(amount))));
    }

    private static async Task<Ok<StockResponse>> Take(string key, WriteRequest request, IGrainFactory grains)
    {
        var amount = request.Body("amount").WholeNumber("amount");
        return TypedResults.Ok(StockResponse.Of(await request.Run(() => grains.GetGrain<IStockGrain>(key).Take(amount))));
    }
}
