using ActiveActive.Silo.Http.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActiveActive.Silo.Http.Shared.Counters;

internal static class SharedCounterEndpoints
{
    public static void MapSharedCounters(this IEndpointRouteBuilder shared)
    {
        var counters = shared.MapGroup("/counters/{key}").WithTags("Shared counters");
        counters.MapGet("", Get).Reads("GetSharedCounter", "The counter's committed value, with what has arrived from other regions.");
        counters.MapPost("/add", Add).Accepts<SharedAddRequest>("application/json").Writes("AddToSharedCounter", "Raises the counter, or lowers it by a negative amount. What regions add at the same time adds up.");
    }

    private static async Task<Ok<SharedCounterResponse>> Get(string key, IGrainFactory grains, CancellationToken cancellation) =>
        TypedResults.Ok(SharedCounterResponse.Of(await grains.GetGrain<ISharedCounterGrain>(key).Get().WaitAsync(cancellation)));

    private static async Task<Ok<SharedCounterResponse>> Add(string key, WriteRequest request, IGrainFactory grains)
    {
        var amount = request.Body("amount").WholeNumber("amount");
        return TypedResults.Ok(SharedCounterResponse.Of(await request.Run(() => grains.GetGrain<ISharedCounterGrain>(key).Add(amount))));
    }
}
