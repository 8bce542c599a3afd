namespace ActiveActive.Silo.Http.Shared;

/// <summary>A text with the write that it comes from.</summary>
/// <param name="Text">The text.</param>
/// <param name="Region">Where it was written.</param>
/// <param name="At">When.</param>
internal sealed record TextResponse(string Text, string Region, DateTimeOffset At)
{
    public static TextResponse Of(SharedText text) => new(text.Text, text.Region, text.At);
}
