using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ActiveActive.Silo.Http.Requests;

/// <summary>A digest of what a request asks for, by which a repetition is told from another request under the same idempotency key.</summary>
internal static class Fingerprint
{
    public static byte[] Of(HttpRequest request, string target, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, request.Method);
        Append(hash, target);
        Append(hash, request.Headers[HeaderNames.IfMatch].ToString());
        Append(hash, request.Headers[HeaderNames.IfNoneMatch].ToString());
        Append(hash, body);
        return hash.GetHashAndReset();
    }

    private static void Append(IncrementalHash hash, string text) => Append(hash, Encoding.UTF8.GetBytes(text));

    /// <summary>With its length, so that no two different requests run into the same bytes.</summary>
    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
