namespace ActiveActive.TestKit.Checks;

/// <summary>Something that must not be.</summary>
/// <param name="Kind">Which promise it breaks.</param>
/// <param name="Count">How many effects are concerned.</param>
/// <param name="Text">What was seen, for people.</param>
public sealed record Finding(FindingKind Kind, long Count, string Text);
