using System.ComponentModel;
using ActiveActive.Silo.Http.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActiveActive.Silo.Http.Shared.Sets;

internal static class SharedSetEndpoints
{
    private const string Json = "application/json";

    public static void MapSharedSets(this IEndpointRouteBuilder shared)
    {
        var sets = shared.MapGroup("/sets/{key}").WithTags("Shared sets");
        sets.MapGet("", Get).Reads("GetSharedSet", "What is in the set, with what has arrived from other regions.");
        sets.MapGet("/contains", Contains).Reads("SharedSetContains", "Whether an item is in the set.");
        sets.MapPost("/add", Add).Accepts<SetItemRequest>(Json).Writes("AddToSharedSet", "Adds an item. It wins over removals made at the same time in other regions.");
        sets.MapPost("/remove", Remove).Accepts<SetItemRequest>(Json).Writes("RemoveFromSharedSet", "Removes an item, as far as it is known in this region.");
    }

    private static async Task<Ok<SetResponse>> Get(string key, IGrainFactory grains, CancellationToken cancellation) =>
        TypedResults.Ok(SetResponse.Of(await grains.GetGrain<ISharedSetGrain>(key).Get().WaitAsync(cancellation)));

    private static async Task<Ok<ContainsResponse>> Contains(string key, IGrainFactory grains, [Description("The item.")] string item, CancellationToken cancellation) =>
        TypedResults.Ok(new ContainsResponse(await grains.GetGrain<ISharedSetGrain>(key).Contains(item).WaitAsync(cancellation)));

    private static async Task<Ok<SizeResponse>> Add(string key, WriteRequest request, IGrainFactory grains)
    {
        var item = request.Body("item").Text("item");
        return TypedResults.Ok(SizeResponse.Of(await request.Run(() => grains.GetGrain<ISharedSetGrain>(key).Add(item))));
    }

    private static async Task<Ok<SizeResponse>> Remove(string key, WriteRequest request, IGrainFactory grains)
    {
        var item = request.Body("item").Text("item");
        return TypedResults.Ok(SizeResponse.Of(await request.Run(() => grains.GetGrain<ISharedSetGrain>(key).Remove(item))));
    }
}
