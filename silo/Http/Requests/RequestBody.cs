using ActiveActive.Silo.Http.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace ActiveActive.Silo.Http.Requests;

/// <summary>Reads a request's whole body, up to the limit.</summary>
internal static class RequestBody
{
    private const string Identity = "identity";

    /// <exception cref="RejectedException">The body is compressed or too large.</exception>
    public static async Task<byte[]> Read(HttpContext context, int maxBytes)
    {
        var encoding = context.Request.Headers[HeaderNames.ContentEncoding];
        if (encoding.Count > 0 && !encoding.ToString().Equals(Identity, StringComparison.OrdinalIgnoreCase))
        {
            throw new RejectedException(415, "unsupported-media-type", $"The body has content encoding '{encoding}'. Nothing was done; send it without one.");
        }

        // The server then refuses a longer body before reading it, and closes a connection that goes on sending.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = maxBytes;
        }

        using var body = new MemoryStream();
        var buffer = new byte[8192];
        for (int read; (read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
        {
            body.Write(buffer, 0, read);
            if (body.Length > maxBytes)
            {
                throw new RejectedException(413, "body-too-large", $"The body has more than {maxBytes} bytes. Nothing was done; send less.");
            }
        }

        return body.ToArray();
    }
}
