namespace ActiveActive.Client.Calls;

/// <summary>
/// Ends the time of first attempts: one timer that looks through all calls in flight every <see cref="Period"/>, less often when they are many. A timer for each call would cost more than anything else that is done for it, and
/// nearly all of them for nothing. It stops when there is no call.
/// </summary>
/// <param name="calls">The calls.</param>
/// <param name="time">The clock.</param>
internal sealed class AttemptSweep(InFlightCalls calls, TimeProvider time)
{
    /// <summary>By so much an attempt may be given up late; by as much more for each <see cref="Crowd"/> of calls in flight, so that looking through them never takes much of a processor.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(10);

    private const int Crowd = 500;

    // A longer limit is none; so timestamps do not overflow.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    private readonly Lock _lock = new();
    private ITimer? _timer;
    private volatile bool _isRunning;

    /// <summary>Has a call that was entered into the list told when an attempt has taken too long.</summary>
    /// <param name="call">The call.</param>
    /// <param name="sentAt">When the attempt was sent, by the time provider's timestamps.</param>
    /// <param name="limit">How long it may take.</param>
    public void Watch(InFlightCall call, long sentAt, TimeSpan limit)
    {
        if (limit == Timeout.InfiniteTimeSpan || limit > Longest)
        {
            return;
        }

        call.DueAt = sentAt + (long)(limit.TotalSeconds * time.TimestampFrequency);
        if (!_isRunning)
        {
            Start();
        }
    }

    private void Start()
    {
        lock (_lock)
        {
            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
            if (_timer is null)
            {
                using var noFlow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
                _timer = time.CreateTimer(static sweep => ((AttemptSweep)sweep!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            _timer.Change(Period * (1 + (calls.Count / Crowd)), Timeout.InfiniteTimeSpan);
        }
    }

    private void Sweep()
    {
        calls.OnTime(time.GetTimestamp());
        _isRunning = false;
        Interlocked.MemoryBarrier(); // who comes from here on starts it again; who came before is counted
        if (calls.Count > 0)
        {
            Start();
        }
    }
}
