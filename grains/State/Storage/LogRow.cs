namespace ActiveActive.State.Storage;

/// <summary>A write's entry in the region's log, as the database takes it.</summary>
/// <param name="Stream">The stream's number in the database of the write's shard.</param>
/// <param name="Hash">The SHA-256 hash of what the entry says.</param>
/// <param name="Entry">The entry.</param>
public sealed record LogRow(int Stream, byte[] Hash, byte[] Entry);
