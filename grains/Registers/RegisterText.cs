using System.Text;
using System.Text.Json;

namespace ActiveActive.Registers;

/// <summary>Which texts a register takes: one JSON value of any kind.</summary>
internal static class RegisterText
{
    /// <summary>How deeply a document may be nested. Below System.Text.Json's own default of 64, because a stored document lies one level inside its state.</summary>
    public const int MaxDepth = 60;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The JSON value in the text as it was written, without white space around it.</summary>
    /// <exception cref="RefusedException"><c>not-json</c>.</exception>
    public static string Check(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            using var document = JsonDocument.Parse(Utf8.GetBytes(text), new JsonDocumentOptions { MaxDepth = MaxDepth });
            return document.RootElement.GetRawText();
        }
        catch (JsonException error)
        {
            throw Refused($"line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}");
        }
        catch (EncoderFallbackException error)
        {
            throw Refused($"character {error.Index + 1} is half of a surrogate pair");
        }
    }

    private static RefusedException Refused(string where) =>
        new("not-json", $"The text is not one JSON value nested at most {MaxDepth} deep ({where}). Nothing was changed; send valid JSON.", Advice.FixTheCause);
}
