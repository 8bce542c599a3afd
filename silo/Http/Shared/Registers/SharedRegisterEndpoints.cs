using ActiveActive.Silo.Http.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActiveActive.Silo.Http.Shared.Registers;

internal static class SharedRegisterEndpoints
{
    public static void MapSharedRegisters(this IEndpointRouteBuilder shared)
    {
        var registers = shared.MapGroup("/registers/{key}").WithTags("Shared registers");
        registers.MapGet("", Get).Reads("GetSharedRegister", "The text with region and time. More than one where regions have written without knowledge of each other.");
        registers.MapPut("", Write).Accepts<TextRequest>("application/json").Writes("WriteSharedRegister", "Writes the text, in the place of all that are known in this region.");
    }

    private static async Task<Ok<SharedRegisterResponse>> Get(string key, IGrainFactory grains, CancellationToken cancellation) =>
        TypedResults.Ok(SharedRegisterResponse.Of(await grains.GetGrain<ISharedRegisterGrain>(key).Get().WaitAsync(cancellation)));

    private static async Task<Ok<SharedRegisterResponse>> Write(string key, WriteRequest request, IGrainFactory grains)
    {
        var text = request.Body("text").Text("text");
        return TypedResults.Ok(SharedRegisterResponse.Of(await request.Run(() => grains.GetGrain<ISharedRegisterGrain>(key).Write(text))));
    }
}
