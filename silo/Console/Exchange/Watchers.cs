namespace ActiveActive.Silo.Console.Exchange;

/// <summary>How many look at something. Nothing is fetched from elsewhere while nobody does, or seldom.</summary>
internal sealed class Watchers
{
    private readonly Lock _lock = new();
    private int _manyNeedsLock;
    private TaskCompletionSource _someNeedsLock = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether somebody does.</summary>
    public bool Any
    {
        get
        {
            lock (_lock)
            {
                return _manyNeedsLock > 0;
            }
        }
    }

    /// <summary>Completes when somebody does; at once when somebody does already.</summary>
    public Task Some
    {
        get
        {
            lock (_lock)
            {
                return _someNeedsLock.Task;
            }
        }
    }

    /// <summary>Looks until it is disposed of.</summary>
    public IDisposable Enter()
    {
        lock (_lock)
        {
            _manyNeedsLock++;
            _someNeedsLock.TrySetResult();
        }

        return new Watcher(this);
    }

    private void Leave()
    {
        lock (_lock)
        {
            if (--_manyNeedsLock == 0)
            {
                _someNeedsLock = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    private sealed class Watcher(Watchers watchers) : IDisposable
    {
        private Watchers? _watchers = watchers;

        public void Dispose() => Interlocked.Exchange(ref _watchers, null)?.Leave();
    }
}
