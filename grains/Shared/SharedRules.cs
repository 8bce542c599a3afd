using ActiveActive.Merging;

namespace ActiveActive.Shared;

/// <summary>What replicated grains take: texts that come out of JSON as they went in, and amounts whose sums stay exact.</summary>
internal static class SharedRules
{
    private const int MaxNameLength = 200;
    private const long MaxAmount = 1_000_000_000_000_000;

    /// <exception cref="RefusedException"><c>invalid-</c><paramref name="what"/>.</exception>
    public static void CheckName(string what, string name)
    {
        if (name is not { Length: >= 1 and <= MaxNameLength } || name.Any(char.IsControl) || !IsWellFormed(name))
        {
            throw new RefusedException($"invalid-{what}", $"The {what} must have 1 to {MaxNameLength} characters, no control characters and no halves of surrogate pairs. Nothing was changed; correct it.", Advice.FixTheCause);
        }
    }

    /// <exception cref="RefusedException"><c>invalid-text</c>.</exception>
    public static void CheckText(string text, int maxLength)
    {
        if (text is null || text.Length > maxLength || !IsWellFormed(text))
        {
            throw new RefusedException("invalid-text", $"A text has up to {maxLength} characters and no halves of surrogate pairs. Nothing was changed; correct it.", Advice.FixTheCause);
        }
    }

    /// <exception cref="RefusedException"><c>invalid-amount</c>.</exception>
    public static void CheckAmount(long amount)
    {
        if (amount is < -MaxAmount or > MaxAmount)
        {
            throw new RefusedException("invalid-amount", $"An amount is from {-MaxAmount} to {MaxAmount}; it was {amount}. Nothing was changed.", Advice.FixTheCause);
        }
    }

    /// <summary>A text as callers see it.</summary>
    public static SharedText TextOf(Held<string> held) => new(held.Value, held.Dot.Origin.Region, held.Stamp.Time);

    // Half of a pair becomes another character in JSON, and two names would become the same one.
    private static bool IsWellFormed(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsSurrogatePair(text, at))
            {
                at++;
            }
            else if (char.IsSurrogate(text[at]))
            {
                return false;
            }
        }

        return true;
    }
}
