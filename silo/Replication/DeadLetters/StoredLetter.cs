using ActiveActive.Replication;

namespace ActiveActive.Silo.Replication.DeadLetters;

/// <summary>Something that was put aside.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Stream">The stream that it came in.</param>
/// <param name="Batch">Its batch there.</param>
/// <param name="Place">Its place in the batch, from 1.</param>
/// <param name="IsDropped">Whether somebody asks for it to be lost here.</param>
/// <param name="Repaired">The delta that is to be merged in the place of its own; null for none.</param>
internal sealed record StoredLetter(long Id, StreamId Stream, long Batch, int Place, bool IsDropped, byte[]? Repaired);
