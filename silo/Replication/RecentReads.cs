using ActiveActive.Replication;

namespace ActiveActive.Silo.Replication;

/// <summary>
/// Reads from the log for several links: those that are equally far when a look at the streams has found more take the same. After another look it is read anew, also when the stream has not grown: a repair may have put back what was missing.
/// </summary>
internal sealed class RecentReads(LogTables tables)
{
    /// <summary>More is not kept for others: whoever is so far behind has it for himself.</summary>
    private const int MostKept = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<StreamId, Reading> _lastNeedsLock = [];

    /// <inheritdoc cref="LogTables.Read"/>
    /// <param name="stream">The stream, as a look has seen it.</param>
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
            if (!_lastNeedsLock.TryGetValue(stream.Stream, out reading!) || !ReferenceEquals(reading.Seen, stream) || reading.After != after)
            {
                // Not cancelled with whoever was the first to ask.
                reading = new Reading(stream, after, tables.Read(stream, after, CancellationToken.None));
                _lastNeedsLock[stream.Stream] = reading;
            }
        }

        return await reading.Batches.WaitAsync(cancellation);
    }

    private sealed record Reading(StoredStream Seen, long After, Task<List<StoredBatch>> Batches);
}
