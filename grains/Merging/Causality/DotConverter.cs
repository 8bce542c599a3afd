namespace ActiveActive.Merging;

internal sealed class DotConverter() : TextConverter<Dot>(Dot.Parse);
