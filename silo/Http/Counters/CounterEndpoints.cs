using ActiveActive.Silo.Http.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActiveActive.Silo.Http.Counters;

internal static class CounterEndpoints
{
    public static void MapCounters(this IEndpointRouteBuilder v1)
    {
        var counters = v1.MapGroup("/counters/{key}").WithTags("Counters");
        counters.MapGet("", Get).Reads("GetCounter", "The counter's committed value; 0 when nothing was ever added.");
        counters.MapPost("/add", Add).Accepts<AddRequest>("application/json").Writes("AddToCounter", "Adds to the counter and answers the value after it.");
    }

    private static async Task<Ok<CounterResponse>> Get(string key, IGrainFactory grains, CancellationToken cancellation) =>
        TypedResults.Ok(CounterResponse.Of(await grains.GetGrain<ICounterGrain>(key).Get().WaitAsync(cancellation)));

    private static async Task<Ok<CounterResponse>> Add(string key, WriteRequest request, IGrainFactory grains)
    {
        var amount = request.Body("amount").WholeNumber("amount");
        return TypedResults.Ok(CounterResponse.Of(await request.Run(() => grains.GetGrain<ICounterGrain>(key).Add(amount))));
    }
}
