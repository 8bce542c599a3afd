using ActiveActive.Silo.Http.Problems;
using Microsoft.Extensions.Primitives;

namespace ActiveActive.Silo.Http.Requests;

/// <summary>The caller's own name for a write, from the header <c>Idempotency-Key</c>.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    public const int MaxLength = 255;

    /// <summary>The key, or null when the header is absent.</summary>
    /// <exception cref="RejectedException">The header is not one key of 1 to <see cref="MaxLength"/> visible ASCII characters.</exception>
    public static string? Read(StringValues header)
    {
        if (header.Count == 0)
        {
            return null;
        }

        if (header is [{ Length: > 0 and <= MaxLength } key] && key.All(c => c is > ' ' and <= '~'))
        {
            return key;
        }

        throw RejectedException.BadRequest(
            "invalid-idempotency-key",
            $"The {Header} header must be given once, with 1 to {MaxLength} visible ASCII characters and no spaces; a UUID serves well. Nothing was done.");
    }
}
