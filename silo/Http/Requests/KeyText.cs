using System.Text;
using ActiveActive.Silo.Http.Problems;

namespace ActiveActive.Silo.Http.Requests;

/// <summary>Which texts are grain keys: 1 to a limited number of bytes of UTF-8, without control characters.</summary>
internal static class KeyText
{
    /// <exception cref="RejectedException">The text is not a key.</exception>
    public static string Check(string key, int maxBytes)
    {
        var bytes = Encoding.UTF8.GetByteCount(key);
        if (bytes < 1 || bytes > maxBytes)
        {
            throw Invalid($"A key takes 1 to {maxBytes} bytes of UTF-8; this one takes {bytes}.");
        }

        return key.Any(char.IsControl) ? throw Invalid("A key must not contain control characters.") : key;
    }

    public static RejectedException Invalid(string why) => RejectedException.BadRequest("invalid-key", why + " Nothing was done; correct it.");
}
