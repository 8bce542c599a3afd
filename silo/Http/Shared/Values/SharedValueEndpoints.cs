using ActiveActive.Silo.Http.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActiveActive.Silo.Http.Shared.Values;

internal static class SharedValueEndpoints
{
    public static void MapSharedValues(this IEndpointRouteBuilder shared)
    {
        var values = shared.MapGroup("/values/{key}").WithTags("Shared values");
        values.MapGet("", Get).Reads("GetSharedValue", "The text with region and time. Of what regions write at the same time, the last writer's.");
        values.MapPut("", Write).Accepts<TextRequest>("application/json").Writes("WriteSharedValue", "Writes the text.");
    }

    private static async Task<Ok<SharedValueResponse>> Get(string key, IGrainFactory grains, CancellationToken cancellation) =>
        TypedResults.Ok(SharedValueResponse.Of(await grains.GetGrain<ISharedValueGrain>(key).Get().WaitAsync(cancellation)));

    private static async Task<Ok<SharedValueResponse>> Write(string key, WriteRequest request, IGrainFactory grains)
    {
        var text = request.Body("text").Text("text");
        return TypedResults.Ok(SharedValueResponse.Of(await request.Run(() => grains.GetGrain<ISharedValueGrain>(key).Write(text))));
    }
}
