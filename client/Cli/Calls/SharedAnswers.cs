using System.Collections.Immutable;

namespace ActiveActive.Cli.Calls;

/// <summary>How answers of grains that every region changes are shown to people.</summary>
internal static class SharedAnswers
{
    public static string Describe(SharedSize size) => $"{size.Count} are in it (version {size.Version})";

    public static string Describe(SharedText text) => $"{text.Text} (written in {text.Region} at {text.At:u})";

    public static string Describe(ImmutableArray<SharedText> texts) => texts.IsEmpty ? "There is no text." : string.Join(Environment.NewLine, texts.Select(Describe));
}
