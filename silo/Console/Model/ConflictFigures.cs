namespace ActiveActive.Silo.Console.Model;

/// <summary>Conflicts that a region has met when merging, since the silo that merges took over.</summary>
/// <param name="PerMinute">In the last minute.</param>
/// <param name="Total">In all.</param>
internal sealed record ConflictFigures(double PerMinute, long Total);
