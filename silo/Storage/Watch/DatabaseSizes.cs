namespace ActiveActive.Silo.Storage.Watch;

/// <summary>What a region's databases take, with those of the shards.</summary>
/// <param name="Bytes">All of it.</param>
/// <param name="LogBytes">The replication log with its indexes.</param>
internal sealed record DatabaseSizes(long Bytes, long LogBytes);
