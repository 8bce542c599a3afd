using Microsoft.AspNetCore.Http;

namespace ActiveActive.Silo.Http.Problems;

/// <summary>What an answer depends on besides the error.</summary>
/// <param name="IsWrite">Whether the request asked for a change.</param>
/// <param name="HasKey">Whether it carried an Idempotency-Key.</param>
internal readonly record struct RequestTraits(bool IsWrite, bool HasKey)
{
    public static RequestTraits Of(HttpRequest request) => new(
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method),
        request.Headers.ContainsKey(Requests.IdempotencyKey.Header));
}
