namespace ActiveActive.Replication.Repair;

/// <summary>What a region has in a range of places.</summary>
/// <param name="Count">How many states.</param>
/// <param name="Hash">Over their prints, in the order of their places.</param>
internal readonly record struct RangeDigest(int Count, BatchHash Hash);
