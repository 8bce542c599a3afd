using System.Text;
using ActiveActive.State.Storage;

namespace ActiveActive.Silo.Storage;

/// <summary>Refuses keys that PostgreSQL cannot store as text, before they are sent.</summary>
internal static class StorableText
{
    /// <exception cref="ArgumentException">A part of the key contains a NUL character or half of a surrogate pair.</exception>
    public static void Check(StateKey key)
    {
        Check("grain type", key.GrainType);
        Check("grain key", key.GrainKey);
        Check("state name", key.Name);
    }

    private static void Check(string what, string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException($"The {what} '{text.Replace("\0", "\\0", StringComparison.Ordinal)}' contains a NUL character, which PostgreSQL cannot store. Use another one.");
        }

        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0 && HasLoneSurrogate(text))
        {
            throw new ArgumentException($"The {what} '{text}' contains half of a surrogate pair, which is no character and cannot be stored. Use another one.");
        }
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, at, out var rune))
            {
                return true;
            }

            at += rune.Utf16SequenceLength;
        }

        return false;
    }
}
