namespace ActiveActive.Merging;

/// <summary>Two regions changed the same place without knowledge of each other.</summary>
/// <param name="Path">Where in the state; see <see cref="StatePath"/>.</param>
/// <param name="Kind">What became of the hidden value.</param>
/// <param name="ShownDot">Names the change that is shown; of several that are, the latest.</param>
/// <param name="ShownStamp">When it was made.</param>
/// <param name="Shown">Its value.</param>
/// <param name="HiddenDot">Names the change that is not, or that is shown beside it.</param>
/// <param name="HiddenStamp">When it was made.</param>
/// <param name="Hidden">Its value.</param>
/// <param name="Of">The type that the place has its values of.</param>
public sealed record Conflict(string Path, ConflictKind Kind, Dot ShownDot, Stamp ShownStamp, object? Shown, Dot HiddenDot, Stamp HiddenStamp, object? Hidden, Type Of);
