namespace ActiveActive.Cli.Drills.Report.Pictures;

/// <summary>How wide a text will be, without a font: on the safe side for the usual sans-serif fonts.</summary>
internal static class TextWidth
{
    public static double Of(string text, double size) => size * text.Sum(static character => character switch
    {
        'i' or 'l' or 'j' or 't' or 'f' or 'I' or '.' or ',' or ':' or ';' or '\'' or '|' or '(' or ')' or '-' or ' ' => 0.38,
        'm' or 'w' or 'M' or 'W' => 0.98,
        >= 'A' and <= 'Z' => 0.72,
        < (char)0x2E80 => 0.62,
        _ => 1.05,
    });

    /// <summary>The text, or its beginning with an ellipsis.</summary>
    public static string Cut(string text, int characters)
    {
        if (text.Length <= characters)
        {
            return text;
        }

        // Never between the two halves of a character.
        var end = characters - 1;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)].TrimEnd() + "…";
    }
}
