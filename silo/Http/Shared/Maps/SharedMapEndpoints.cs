using System.ComponentModel;
using ActiveActive.Silo.Http.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActiveActive.Silo.Http.Shared.Maps;

internal static class SharedMapEndpoints
{
    private const string Json = "application/json";

    public static void MapSharedMaps(this IEndpointRouteBuilder shared)
    {
        var maps = shared.MapGroup("/maps/{key}").WithTags("Shared maps");
        maps.MapGet("", GetAll).Reads("GetSharedMap", "What is in the map, with what has arrived from other regions.");
        maps.MapGet("/entry", Get).Reads("GetSharedMapEntry", "The text of a name. More than one where regions have set it without knowledge of each other.");
        maps.MapPost("/set", Set).Accepts<EntryRequest>(Json).Writes("SetInSharedMap", "Sets the text of a name, in the place of all that are known in this region.");
        maps.MapPost("/remove", Remove).Accepts<NameRequest>(Json).Writes("RemoveFromSharedMap", "Removes a name, with all texts that are known in this region.");
    }

    private static async Task<Ok<MapResponse>> GetAll(string key, IGrainFactory grains, CancellationToken cancellation) =>
        TypedResults.Ok(MapResponse.Of(await grains.GetGrain<ISharedMapGrain>(key).GetAll().WaitAsync(cancellation)));

    private static async Task<Ok<MapEntryResponse>> Get(string key, IGrainFactory grains, [Description("The name.")] string name, CancellationToken cancellation) =>
        TypedResults.Ok(MapEntryResponse.Of(name, await grains.GetGrain<ISharedMapGrain>(key).Get(name).WaitAsync(cancellation)));

    private static async Task<Ok<SizeResponse>> Set(string key, WriteRequest request, IGrainFactory grains)
    {
        var body = request.Body("name", "text");
        var (name, text) = (body.Text("name"), body.Text("text"));
        return TypedResults.Ok(SizeResponse.Of(await request.Run(() => grains.GetGrain<ISharedMapGrain>(key).Set(name, text))));
    }

    private static async Task<Ok<SizeResponse>> Remove(string key, WriteRequest request, IGrainFactory grains)
    {
        var name = request.Body("name").Text("name");
        return TypedResults.Ok(SizeResponse.Of(await request.Run(() => grains.GetGrain<ISharedMapGrain>(key).Remove(name))));
    }
}
