using System.Collections.Immutable;

namespace ActiveActive.Replication;

/// <summary>One commit of a stream.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Number">Its number, from 1, without gaps.</param>
/// <param name="Previous">The hash of the batch before; <see cref="BatchHash.None"/> of the first.</param>
/// <param name="Hash">Its own.</param>
/// <param name="Entries">What it tells.</param>
internal sealed record LogBatch(StreamId Stream, long Number, BatchHash Previous, BatchHash Hash, ImmutableArray<LogEntry> Entries)
{
    /// <summary>The batch that follows on another one.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="head">The last batch's number and hash; default for none.</param>
    /// <param name="entries">What it tells.</param>
    public static LogBatch After(StreamId stream, StreamHead head, ImmutableArray<LogEntry> entries) =>
        new(stream, head.Number + 1, head.Hash, HashOf(head.Hash, head.Number + 1, entries), entries);

    /// <summary>The bytes of its entries, where they are known.</summary>
    public long Bytes { get; init; }

    /// <summary>Whether it is what it says to be.</summary>
    public bool IsWhole => Hash == HashOf(Previous, Number, Entries);

    private static BatchHash HashOf(BatchHash previous, long number, ImmutableArray<LogEntry> entries) =>
        BatchHash.Of(previous, number, [.. entries.Select(static entry => entry.Hash)]);
}
