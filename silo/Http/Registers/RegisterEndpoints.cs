using System.Text.Json;
using ActiveActive.Silo.Http.Problems;
using ActiveActive.Silo.Http.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace ActiveActive.Silo.Http.Registers;

internal static class RegisterEndpoints
{
    private const string Json = "application/json";
    private const string OnlyIf = "Only if the document has this ETag (in double quotes), or * for any document.";
    private const string OnlyNew = "* for: only if there is no document yet.";

    public static void MapRegisters(this IEndpointRouteBuilder v1)
    {
        var registers = v1.MapGroup("/registers/{key}").WithTags("Registers");
        registers.MapGet("", Get).Produces<JsonElement>(200, Json).Produces(304)
            .Reads("GetRegister", "The committed document, with its ETag.", 404)
            .TakesHeader(HeaderNames.IfNoneMatch, "ETags that the caller has already; answered 304 if the document has one of them.");
        registers.MapPut("", Put).Accepts<JsonElement>(Json).Produces(201).Produces(204)
            .Writes("PutRegister", "Replaces the document, or creates it. Takes any JSON. The ETag header names the new version.", 412)
            .TakesHeader(HeaderNames.IfMatch, OnlyIf)
            .TakesHeader(HeaderNames.IfNoneMatch, OnlyNew);
        registers.MapDelete("", Delete).Produces(204)
            .Writes("DeleteRegister", "Deletes the document.", 404, 412)
            .TakesHeader(HeaderNames.IfMatch, OnlyIf);
    }

    private static async Task<IResult> Get(string key, HttpContext context, IGrainFactory grains, CancellationToken cancellation)
    {
        var document = await grains.GetGrain<IRegisterGrain>(key).Get().WaitAsync(cancellation) ?? throw NotFound();
        context.Response.Headers.ETag = EntityTags.Quote(document.ETag);
        return EntityTags.IsKnown(context.Request.Headers, document.ETag)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Text(document.Json, Json);
    }

    private static async Task<IResult> Put(string key, WriteRequest request, HttpResponse response, IGrainFactory grains)
    {
        var (json, condition) = (request.Text(), EntityTags.Condition(request.Http.Headers));
        var written = await request.Run(() => grains.GetGrain<IRegisterGrain>(key).Set(json, condition));
        response.Headers.ETag = EntityTags.Quote(written.ETag);
        return written.Created ? TypedResults.Created() : TypedResults.NoContent();
    }

    private static async Task<IResult> Delete(string key, WriteRequest request, IGrainFactory grains)
    {
        request.DemandNoBody();
        var condition = EntityTags.Condition(request.Http.Headers);
        return await request.Run(() => grains.GetGrain<IRegisterGrain>(key).Delete(condition)) ? TypedResults.NoContent() : throw NotFound();
    }

    private static RejectedException NotFound() => new(404, "not-found", "There is no document under this key. Put one first.");
}
