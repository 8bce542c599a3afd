namespace ActiveActive.Merging;

/// <summary>Two regions changed the same place without knowledge of each other.</summary>
/// <param name="Path">Where in the state, members and keys with slashes between them; empty for the state itself.</param>
/// <param name="ShownDot">Names the change that is shown.</param>
/// <param name="ShownStamp">When it was made.</param>
/// <param name="Shown">Its value.</param>
/// <param name="HiddenDot">Names the change that is not.</param>
/// <param name="HiddenStamp">When it was made.</param>
/// <param name="Hidden">Its value.</param>
public sealed record Conflict(string Path, Dot ShownDot, Stamp ShownStamp, object? Shown, Dot HiddenDot, Stamp HiddenStamp, object? Hidden);
