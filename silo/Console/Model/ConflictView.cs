namespace ActiveActive.Silo.Console.Model;

/// <summary>Two values that regions wrote without knowledge of each other.</summary>
/// <param name="Id">Its number in its region.</param>
/// <param name="At">When it was met.</param>
/// <param name="Grain">The type of the grain.</param>
/// <param name="Key">Its key.</param>
/// <param name="State">The name of its state.</param>
/// <param name="Path">Where in the state.</param>
/// <param name="Kind"><c>discarded</c>: the hidden value is lost unless it is restored. <c>concurrent</c>: both are shown beside each other.</param>
/// <param name="Cause">Why the one is shown and not the other, for people.</param>
/// <param name="Shown">The value that is shown.</param>
/// <param name="Hidden">The other one.</param>
/// <param name="RestoredAt">When the hidden value was written again; null for never.</param>
internal sealed record ConflictView(
    long Id,
    DateTimeOffset At,
    string Grain,
    string Key,
    string State,
    string Path,
    string Kind,
    string Cause,
    ConflictSideView Shown,
    ConflictSideView Hidden,
    DateTimeOffset? RestoredAt);
