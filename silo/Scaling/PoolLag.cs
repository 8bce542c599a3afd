namespace ActiveActive.Silo.Scaling;

/// <summary>How long work waits for a thread of the pool now, for many that ask often: one measurement at a time serves all. For any number of threads.</summary>
internal sealed class PoolLag(TimeProvider time) : IThreadPoolWorkItem
{
    private const long Idle = -1;

    private long _queuedAt = Idle;
    private long _lastTicks;

    /// <summary>The last measurement, or, when longer, how long the next one has taken so far. Begins that one.</summary>
    public TimeSpan Look()
    {
        var last = TimeSpan.FromTicks(Interlocked.Read(ref _lastTicks));
        var queuedAt = Interlocked.CompareExchange(ref _queuedAt, time.GetTimestamp(), Idle);
        if (queuedAt == Idle)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return last;
        }

        return time.GetElapsedTime(queuedAt) is var soFar && soFar > last ? soFar : last;
    }

    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Exchange(ref _lastTicks, time.GetElapsedTime(Interlocked.Read(ref _queuedAt)).Ticks);
        Interlocked.Exchange(ref _queuedAt, Idle);
    }
}
