namespace ActiveActive.Merging;

internal sealed class OriginConverter() : TextConverter<Origin>(Origin.Parse);
