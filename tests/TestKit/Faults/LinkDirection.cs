namespace ActiveActive.TestKit.Faults;

/// <summary>What becomes of the bytes from one region to another, in all connections between the two: they pass, are held, or are late.</summary>
internal sealed class LinkDirection(int seed)
{
    private readonly Random _random = new(seed);
    private readonly Lock _turn = new();
    private TaskCompletionSource _open = Opened();
    private (TimeSpan Delay, TimeSpan Jitter) _late;

    /// <summary>Done when bytes pass.</summary>
    public Task Open
    {
        get
        {
            lock (_turn)
            {
                return _open.Task;
            }
        }
    }

    /// <summary>Holds all bytes until what is returned is disposed of; then they pass, as after a network that lost everything for a while.</summary>
    public IAsyncDisposable Cut()
    {
        lock (_turn)
        {
            if (_open.Task.IsCompleted)
            {
                _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        return new Undo(() =>
        {
            lock (_turn)
            {
                _open.TrySetResult();
            }
        });
    }

    /// <summary>Makes all bytes late until what is returned is disposed of. They stay in their order.</summary>
    public IAsyncDisposable Delay(TimeSpan delay, TimeSpan jitter)
    {
        Set((delay, jitter));
        return new Undo(() => Set(default));
    }

    /// <summary>When bytes that come now are due, in microseconds of <see cref="Clock"/>.</summary>
    public long Due()
    {
        lock (_turn)
        {
            return Clock.Now + (long)(_late.Delay + (_late.Jitter * ((2 * _random.NextDouble()) - 1))).TotalMicroseconds;
        }
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        open.SetResult();
        return open;
    }

    private void Set((TimeSpan, TimeSpan) late)
    {
        lock (_turn)
        {
            _late = late;
        }
    }
}
