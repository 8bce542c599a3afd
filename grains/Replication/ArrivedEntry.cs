namespace ActiveActive.Replication;

/// <summary>An entry with the place that it came from.</summary>
/// <param name="Stream">Its stream.</param>
/// <param name="Batch">Its batch's number.</param>
/// <param name="Place">Its place in it, from 1.</param>
/// <param name="Entry">The entry.</param>
internal sealed record ArrivedEntry(StreamId Stream, long Batch, int Place, StateEntry Entry);
