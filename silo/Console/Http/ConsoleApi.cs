using ActiveActive.Silo.Console.Actions;
using ActiveActive.Silo.Console.Events;
using ActiveActive.Silo.Console.Inspector;
using ActiveActive.Silo.Console.Model;
using ActiveActive.Silo.Console.Overviews;
using ActiveActive.Silo.Http.Problems;
using ActiveActive.Silo.Http.Requests;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Console.Http;

/// <summary>The console's API under <c>/console/api</c>. docs/console.md describes it; it is no part of the API for applications.</summary>
internal static class ConsoleApi
{
    /// <summary>Must be there on requests that do something: neither a form nor a page of another site can send it.</summary>
    public const string Header = "X-ActiveActive-Console";

    /// <summary>Maps it.</summary>
    public static void MapConsoleApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/console/api").Guarded().OfConsole().ExcludeFromDescription();
        api.MapGet("/overview", static async (OverviewReader reader, CancellationToken cancellation) => TypedResults.Json(await reader.Once(cancellation), ConsoleJson.Default.Overview));
        api.MapGet("/history", static async (HistoryReader reader, CancellationToken cancellation) => TypedResults.Json(await reader.Read(cancellation), ConsoleJson.Default.History));
        api.MapGet("/events", static (EventBook events, TimeProvider time) =>
            TypedResults.Json(new EventList(time.GetUtcNow(), [.. events.Latest(ConsoleLimits.Events).Select(static one => one.View())]), ConsoleJson.Default.EventList));
        api.MapGet("/conflicts", Conflicts);
        api.MapGet("/dead-letters", DeadLetters);
        api.MapGet("/grains/{type}/{key}", static async (string type, string key, GrainInspector inspector, CancellationToken cancellation) =>
            TypedResults.Json(await inspector.Everywhere(type, key, cancellation), ConsoleJson.Default.GrainView));
        api.MapPost("/actions/drain", static (HttpContext context, ConsoleActions actions) => Act(ConsoleAction.Drain, context, actions));
        api.MapPost("/actions/evict", static (HttpContext context, ConsoleActions actions) => Act(ConsoleAction.Evict, context, actions));
        api.MapPost("/actions/drop-dead-letter", static (HttpContext context, ConsoleActions actions) => Act(ConsoleAction.DropDeadLetter, context, actions));

        // It has no end, and so no time limit.
        app.MapGet("/console/api/stream", static (OverviewStream stream, HttpContext context) => stream.Answer(context)).OfConsole().ExcludeFromDescription();
    }

    private static async Task<JsonHttpResult<ConflictList>> Conflicts(string? region, string? grain, StoredLists lists, IOptions<ActiveActiveOptions> options, CancellationToken cancellation) =>
        TypedResults.Json(
            await Of(region, options.Value, here => lists.Conflicts(grain, here, cancellation), peer => lists.ConflictsOf(peer, grain, cancellation)),
            ConsoleJson.Default.ConflictList);

    private static async Task<JsonHttpResult<DeadLetterList>> DeadLetters(string? region, string? grain, StoredLists lists, IOptions<ActiveActiveOptions> options, CancellationToken cancellation) =>
        TypedResults.Json(
            await Of(region, options.Value, here => lists.DeadLetters(grain, here, cancellation), peer => lists.DeadLettersOf(peer, grain, cancellation)),
            ConsoleJson.Default.DeadLetterList);

    private static async Task<T> Of<T>(string? region, ActiveActiveOptions options, Func<string, Task<T>> here, Func<string, Task<T>> there)
    {
        if (region is null || region == options.Region)
        {
            return await here(options.Region);
        }

        if (!options.Replication.Peers.ContainsKey(region))
        {
            throw new RejectedException(404, "no-such-region", $"Region {options.Region} knows no such region. It knows {string.Join(", ", options.Replication.Peers.Keys.Prepend(options.Region))}.");
        }

        try
        {
            return await there(region);
        }
        catch (RpcException error)
        {
            throw new RejectedException(503, "region-unreachable", $"Region {region} does not answer: {error.Status.Detail} Ask one of its own silos.");
        }
    }

    private static async Task<JsonHttpResult<ActionResponse>> Act(ConsoleAction action, HttpContext context, ConsoleActions actions)
    {
        if (context.Request.Headers[Header].Count == 0 || IsFromElsewhere(context.Request))
        {
            throw new RejectedException(403, "not-from-console", $"Requests that do something need the header {Header}, and come from this silo's own pages or from a program. Nothing was done.");
        }

        var body = JsonBody.Parse(await RequestBody.Read(context, 4 << 10), "region", "target", "confirm", "why");
        var request = new ActionRequest(body.OptionalText("region"), body.OptionalText("target"), body.OptionalText("confirm"), body.OptionalText("why"));
        var by = context.User.Identity?.Name is { Length: > 0 } name ? $"{name} from {context.Connection.RemoteIpAddress}" : $"{context.Connection.RemoteIpAddress}";
        return TypedResults.Json(await actions.Do(action, request, by, context.RequestAborted), ConsoleJson.Default.ActionResponse);
    }

    // Browsers say which page a request comes from.
    private static bool IsFromElsewhere(HttpRequest request) =>
        request.Headers.Origin is [{ } origin] && !(Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
}
