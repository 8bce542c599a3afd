using ActiveActive.Replication;

namespace ActiveActive.Silo.Replication;

/// <summary>Reads from the log for several links: those that are equally far take the same.</summary>
internal sealed class RecentReads(LogTables tables)
{
    /// <summary>More is not kept for others: whoever is so far behind has it for himself.</summary>
    private const int MostKept = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<StreamId, Reading> _lastNeedsLock = [];

    /// <inheritdoc cref="LogTables.Read"/>
    /// <param name="stream">The stream, as the last look has seen it.</param>
    /// <param name="after">After which number.</param>
    /// <param name="cancellation">Ends the wait for it.</param>
    public async Task<List<StoredBatch>> Read(StoredStream stream, long after, CancellationToken cancellation)
    {
        if (stream.Head.Number - after > MostKept)
        {
            return await tables.Read(stream, after, cancellation);
        }

        Reading reading;
        lock (_lock)
        {
            if (!_lastNeedsLock.TryGetValue(stream.Stream, out reading!) || reading.After != after || reading.Head < stream.Head.Number || reading.Batches.IsFaulted)
            {
                // Not cancelled with whoever was the first to ask.
                reading = new Reading(after, stream.Head.Number, tables.Read(stream, after, CancellationToken.None));
                _lastNeedsLock[stream.Stream] = reading;
            }
        }

        return await reading.Batches.WaitAsync(cancellation);
    }

    private sealed record Reading(long After, long Head, Task<List<StoredBatch>> Batches);
}
