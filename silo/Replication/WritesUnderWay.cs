namespace ActiveActive.Silo.Replication;

/// <summary>The writes of replicated state that this silo has under way: from before they are sent to the database until memory shows what came of them.</summary>
internal sealed class WritesUnderWay
{
    private readonly Lock _lock = new();
    private readonly HashSet<Write> _openNeedsLock = [];

    public IDisposable Begin()
    {
        var write = new Write(this);
        lock (_lock)
        {
            _openNeedsLock.Add(write);
        }

        return write;
    }

    /// <summary>Done when none is left of those that are under way now.</summary>
    public Task AllDone()
    {
        lock (_lock)
        {
            return Task.WhenAll(_openNeedsLock.Select(static write => write.Task).ToList());
        }
    }

    private sealed class Write(WritesUnderWay all) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), IDisposable
    {
        public void Dispose()
        {
            lock (all._lock)
            {
                all._openNeedsLock.Remove(this);
            }

            TrySetResult();
        }
    }
}
