using System.Text;
using ActiveActive.Silo.Http.Problems;
using ActiveActive.Silo.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Http.Requests;

/// <summary>
/// A request for a change: its body, and its <c>Idempotency-Key</c> if it has one. A keyed request runs under the request id that its key is bound to, so that
/// a repetition derives the same ids and gets the first one's answer.
/// </summary>
internal sealed class WriteRequest
{
    /// <summary>Tells the caller that the request had been made before.</summary>
    public const string ReplayedHeader = "Idempotency-Replayed";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly HttpContext _context;
    private readonly string? _key;
    private readonly byte[] _body;

    private WriteRequest(HttpContext context, string? key, byte[] body)
    {
        _context = context;
        _key = key;
        _body = body;
    }

    public HttpRequest Http => _context.Request;

    private HttpOptions Options => _context.RequestServices.GetRequiredService<IOptions<HttpOptions>>().Value;

    /// <summary>How ASP.NET Core makes the argument of an endpoint.</summary>
    public static async ValueTask<WriteRequest> BindAsync(HttpContext context)
    {
        var key = IdempotencyKey.Read(context.Request.Headers[IdempotencyKey.Header]);
        var maxBytes = context.RequestServices.GetRequiredService<IOptions<HttpOptions>>().Value.MaxBodyBytes;
        return new WriteRequest(context, key, await RequestBody.Read(context, maxBytes));
    }

    /// <summary>The body as an object with no other than the given members.</summary>
    public JsonBody Body(params ReadOnlySpan<string> members) => JsonBody.Parse(_body, members);

    /// <summary>The body as text.</summary>
    public string Text()
    {
        try
        {
            return Utf8.GetString(_body);
        }
        catch (DecoderFallbackException)
        {
            throw RejectedException.BadRequest("invalid-body", "The body is not UTF-8. Nothing was done; send JSON in UTF-8.");
        }
    }

    /// <summary>Refuses a body with content, for routes that would ignore it.</summary>
    public void DemandNoBody()
    {
        if (_body.Length > 0)
        {
            Body();
        }
    }

    /// <summary>A grain key from the body.</summary>
    public string CheckedKey(string key) => KeyText.Check(key, Options.MaxKeyBytes);

    /// <summary>Makes the grain calls of this request.</summary>
    public async Task<T> Run<T>(Func<Task<T>> calls)
    {
        var cancellation = _context.RequestAborted;
        if (_key is null)
        {
            return await calls().WaitAsync(cancellation);
        }

        var binding = await _context.RequestServices.GetRequiredService<IIdempotencyKeys>().Bind(_key, Fingerprint.Of(Http, Target, _body), cancellation);
        if (!binding.First)
        {
            _context.Response.Headers[ReplayedHeader] = "true";
        }

        using (CallScope.Begin(binding.Id, binding.First ? 1 : 2, CallKind.Keyed))
        {
            return await calls().WaitAsync(cancellation);
        }
    }

    /// <summary>Route, key and query: independent of how the path was percent-encoded.</summary>
    private string Target => $"{(_context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText}\n{Http.RouteValues[RouteKey.Name]}\n{Http.QueryString}";
}
