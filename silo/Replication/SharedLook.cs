namespace ActiveActive.Silo.Replication;

/// <summary>Looks at something for many who ask. Each gets what a look saw that began after his question; all who ask while one is under way share the next.</summary>
/// <param name="look">Looks.</param>
internal sealed class SharedLook<T>(Func<Task<T>> look)
{
    private readonly Lock _lock = new();
    private Task<T>? _runningNeedsLock;
    private Task<T>? _nextNeedsLock;

    /// <summary>What is seen from now on, or the error of the look.</summary>
    public Task<T> Read()
    {
        lock (_lock)
        {
            return _runningNeedsLock is not { IsCompleted: false } running ? _runningNeedsLock = Look() : _nextNeedsLock ??= LookAfter(running);
        }
    }

    // Always later, although what it waits for may be over by now: else it would begin before it is noted as the one to come, and be taken for that by all who ask afterwards.
    private async Task<T> LookAfter(Task running)
    {
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        Task<T> next;
        lock (_lock)
        {
            _nextNeedsLock = null;
            _runningNeedsLock = next = Look();
        }

        return await next;
    }

    private async Task<T> Look()
    {
        await Task.Yield(); // not under the lock
        return await look();
    }
}
