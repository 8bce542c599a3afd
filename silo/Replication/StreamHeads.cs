using ActiveActive.Replication;

namespace ActiveActive.Silo.Replication;

/// <summary>The heads of all streams in the region's database. Who asks gets what one look at the database saw that began after the question; all who ask while one is under way share the next.</summary>
internal sealed class StreamHeads(LogTables tables)
{
    private readonly Lock _lock = new();
    private Task<Dictionary<StreamId, long>>? _runningNeedsLock;
    private Task<Dictionary<StreamId, long>>? _nextNeedsLock;

    /// <exception cref="StorageUnavailableException">The database could not be asked.</exception>
    public Task<Dictionary<StreamId, long>> Read()
    {
        lock (_lock)
        {
            return _runningNeedsLock is not { IsCompleted: false } running ? _runningNeedsLock = Look() : _nextNeedsLock ??= LookAfter(running);
        }
    }

    private async Task<Dictionary<StreamId, long>> LookAfter(Task running)
    {
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Task<Dictionary<StreamId, long>> look;
        lock (_lock)
        {
            _nextNeedsLock = null;
            _runningNeedsLock = look = Look();
        }

        return await look;
    }

    private async Task<Dictionary<StreamId, long>> Look()
    {
        await Task.Yield(); // not under the lock
        try
        {
            return (await tables.Streams(CancellationToken.None)).ToDictionary(static stream => stream.Stream, static stream => stream.Head.Number);
        }
        catch (Exception error) when (error is Npgsql.NpgsqlException or TimeoutException)
        {
            throw new StorageUnavailableException($"The region's database could not be asked how far its streams are: {error.Message} Try again.", error);
        }
    }
}
