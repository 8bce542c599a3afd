namespace ActiveActive.Replication;

/// <summary>What a region has of each stream, its own too, and what it takes: the next batch, and nothing else.</summary>
internal sealed class Inbox
{
    private readonly Dictionary<StreamId, StreamHead> _heads = [];

    /// <summary>The streams known here.</summary>
    public IReadOnlyCollection<StreamId> Streams => _heads.Keys;

    /// <summary>The last batch of a stream; none when it is not known here.</summary>
    public StreamHead Head(StreamId stream) => _heads.GetValueOrDefault(stream);

    /// <summary>Judges a batch. It tells the same until the batch is stored.</summary>
    public Arrival Judge(LogBatch batch)
    {
        var head = Head(batch.Stream);
        return !batch.IsWhole ? Arrival.Damaged
            : batch.Number > head.Number + 1 ? Arrival.Gap
            : batch.Number == head.Number + 1 ? (batch.Previous == head.Hash ? Arrival.Next : Arrival.Fork)
            : batch.Number == head.Number && batch.Hash != head.Hash ? Arrival.Fork
            : Arrival.Known;
    }

    /// <summary>Notes what is stored.</summary>
    public void Stored(StreamId stream, StreamHead head) => _heads[stream] = head;
}
