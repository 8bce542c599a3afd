namespace ActiveActive.Merging;

internal sealed class StampConverter() : TextConverter<Stamp>(Stamp.Parse);
