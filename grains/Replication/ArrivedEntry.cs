namespace ActiveActive.Replication;

/// <summary>An entry with the place that it came from.</summary>
/// <param name="Stream">Its stream.</param>
/// <param name="Batch">Its batch's number.</param>
/// <param name="Place">Its place in it, from 1.</param>
/// <param name="Entry">The entry.</param>
internal sealed record ArrivedEntry(StreamId Stream, long Batch, int Place, StateEntry Entry)
{
    /// <summary>Somebody has decided that the change is to be lost in this region: it counts as merged, and changes nothing.</summary>
    public bool IsDropped { get; init; }

    /// <summary>A delta that somebody has put in the place of the entry's; null for none.</summary>
    public byte[]? Repaired { get; init; }
}
