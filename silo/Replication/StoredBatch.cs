using ActiveActive.Replication;

namespace ActiveActive.Silo.Replication;

/// <summary>A batch as it is stored and sent.</summary>
/// <param name="Stream">Its stream.</param>
/// <param name="Number">Its number.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Entries">Its entries, as their writer made them.</param>
internal sealed record StoredBatch(StreamId Stream, long Number, BatchHash Hash, IReadOnlyList<byte[]> Entries)
{
    /// <summary>What it tells.</summary>
    /// <param name="previous">The hash of the batch before, as this region has it. If it is not the writer's, the batch's own hash does not fit.</param>
    /// <exception cref="InvalidDataException">An entry is none that this code knows.</exception>
    public LogBatch Read(BatchHash previous) => new(Stream, Number, previous, Hash, [.. Entries.Select(EntryCodec.Read)]) { Bytes = Entries.Sum(static entry => (long)entry.Length) };
}
