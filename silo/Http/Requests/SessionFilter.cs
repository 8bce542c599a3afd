using ActiveActive.Replication;
using ActiveActive.Silo.Http.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Http.Requests;

/// <summary>
/// What requests say of regions, in headers: <c>AA-Session</c> with the token of the answer before, or empty to begin; <c>AA-Behind: wait | stale | redirect</c> for when this region has not yet applied what the token names; and
/// <c>AA-Acknowledge: majority</c>. Every answer names its region in <c>AA-Region</c>.
/// </summary>
internal sealed class SessionFilter(ISessionGate gate, IOptions<ActiveActiveOptions> options) : IEndpointFilter
{
    public const string SessionHeader = "AA-Session";
    public const string BehindHeader = "AA-Behind";
    public const string StaleHeader = "AA-Stale";
    public const string RegionHeader = "AA-Region";
    public const string RegionsHeader = "AA-Regions";
    public const string AcknowledgeHeader = "AA-Acknowledge";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers[RegionHeader] = options.Value.Region;
        using var asked = IsMajorityAsked(http.Request) ? Acknowledgement.Majority() : null;
        if (!http.Request.Headers.TryGetValue(SessionHeader, out var text))
        {
            return await next(context);
        }

        var token = SessionToken.TryParse(text, out var read) ? read : throw RejectedException.BadRequest("invalid-session", $"The header {SessionHeader} is no token that a region has given. Begin a session with an empty one.");
        var isReached = await Reach(http, token);
        var result = await next(context);
        http.Response.Headers[SessionHeader] = (await Advance(token, isReached, http.RequestAborted)).ToString();
        return result;
    }

    private async Task<SessionToken> Advance(SessionToken token, bool isReached, CancellationToken cancellation)
    {
        try
        {
            return await gate.Advance(token, cancellation);
        }
        catch (StorageUnavailableException) when (!isReached)
        {
            return token; // who reads stale on purpose goes on with what it had
        }
    }

    // False when the caller takes what there is.
    private async Task<bool> Reach(HttpContext http, SessionToken token)
    {
        var behind = http.Request.Headers[BehindHeader].ToString();
        if (behind is not ("" or "wait" or "stale" or "redirect"))
        {
            throw RejectedException.BadRequest("invalid-behind", $"The header {BehindHeader} is '{behind}'; it can be wait, stale or redirect.");
        }

        if (await gate.Reach(token, behind is "" or "wait" ? options.Value.Replication.SessionWait : TimeSpan.Zero, http.RequestAborted))
        {
            return true;
        }

        if (behind == "stale")
        {
            http.Response.Headers[StaleHeader] = "true";
            return false;
        }

        const string Detail = "This region has not yet applied all that this session has met elsewhere. Nothing was done.";
        throw behind == "redirect"
            ? new RejectedException(StatusCodes.Status421MisdirectedRequest, "region-behind", $"{Detail} Ask region {token.Region.Split('.')[0]}.")
            : new RejectedException(StatusCodes.Status503ServiceUnavailable, "region-behind", $"{Detail} Ask again, or with {BehindHeader}: stale.");
    }

    private static bool IsMajorityAsked(HttpRequest request) => request.Headers[AcknowledgeHeader].ToString() switch
    {
        "" or "local" => false,
        "majority" => true,
        var other => throw RejectedException.BadRequest("invalid-acknowledge", $"The header {AcknowledgeHeader} is '{other}'; it can be local or majority."),
    };
}
