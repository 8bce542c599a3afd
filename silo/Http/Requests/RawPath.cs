using System.Globalization;
using System.Text;

namespace ActiveActive.Silo.Http.Requests;

/// <summary>
/// Reads one segment of a request's path from the target as it was sent. The server's own decoding will not do for keys: it leaves
/// <c>%2F</c> and invalid UTF-8 as they are, so that different keys would meet in the same text.
/// </summary>
internal static class RawPath
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="target">The request target (RFC 9112, 3.2), in origin or absolute form.</param>
    /// <param name="fromEnd">Which segment: 1 for the last.</param>
    /// <exception cref="Problems.RejectedException">The path cannot be read.</exception>
    public static string Segment(string target, int fromEnd)
    {
        var segments = PathOf(target).TrimEnd('/').Split('/');
        var decoded = segments.Select(Decode).ToArray();
        if (Array.Exists(decoded, segment => segment is "." or ".."))
        {
            throw KeyText.Invalid("A path must not contain the segments '.' and '..', also not percent-encoded.");
        }

        return fromEnd <= decoded.Length ? decoded[^fromEnd] : throw KeyText.Invalid("The path has no key.");
    }

    private static string PathOf(string target)
    {
        var end = target.AsSpan().IndexOfAny('?', '#');
        var path = end < 0 ? target : target[..end];
        var authority = path.IndexOf("://", StringComparison.Ordinal);
        if (path.StartsWith('/') || authority < 0)
        {
            return path;
        }

        var start = path.IndexOf('/', authority + 3);
        return start < 0 ? "/" : path[start..];
    }

    private static string Decode(string segment)
    {
        if (!segment.Contains('%'))
        {
            return segment;
        }

        // The server has refused what is not UTF-8 outside percent-encoding.
        var bytes = new List<byte>(segment.Length);
        for (var at = 0; at < segment.Length;)
        {
            if (segment[at] == '%')
            {
                bytes.Add(HexAt(segment, at + 1));
                at += 3;
                continue;
            }

            var next = segment.IndexOf('%', at);
            var plain = segment[at..(next < 0 ? segment.Length : next)];
            bytes.AddRange(Encoding.UTF8.GetBytes(plain));
            at += plain.Length;
        }

        return FromUtf8(bytes.ToArray());
    }

    private static byte HexAt(string segment, int at) =>
        at + 2 <= segment.Length && byte.TryParse(segment.AsSpan(at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw KeyText.Invalid("In a path, '%' must be followed by two hexadecimal digits.");

    private static string FromUtf8(byte[] bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw KeyText.Invalid("The path is not UTF-8 once its percent-encoding is undone.");
        }
    }
}
