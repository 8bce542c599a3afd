namespace ActiveActive.Client.Calls;

/// <summary>
/// Bounds what retries may add to the load of a cluster in trouble: a token bucket for all calls of one client.
/// </summary>
/// <remarks>
/// <para>It holds at most <see cref="CallOptions.RetryBurst"/> tokens and begins full. Each call adds <see cref="CallOptions.RetryRatio"/> of a token and each second
/// <see cref="CallOptions.RetriesPerSecond"/>; each retry takes one. So in the long run retries add no more than that share to the calls, while what was in flight to a dead
/// silo is still sent again at once.</para>
/// <para>A retry that is answered gives its token back, and one more: retries that help are free, and twice as many follow them, up to the burst at a time, as a TCP connection begins (slow start, RFC 5681). Hence a
/// crowd that has waited for a database is soon served as fast as it answers, while a cluster that is only slow (first attempts are answered, the retries were for nothing) gets no more than the share.</para>
/// <para>A silo's death fills it up: what its calls have spent on it in vain must not hold them back now that they will be answered.</para>
/// <para>Who gets no token waits and asks again; no call fails for it.</para>
/// </remarks>
internal sealed class RetryBudget(CallOptions options, TimeProvider time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private long _calls;
    private double _tokensNeedsLock = options.RetryBurst;
    private long _callsSeenNeedsLock;
    private long _filledAtNeedsLock = time.GetTimestamp();

    /// <summary>Counts a call; all that the normal path pays.</summary>
    public void OnCall() => Interlocked.Increment(ref _calls);

    public bool TryTake()
    {
        lock (_lock)
        {
            Fill();
            if (_tokensNeedsLock < 1)
            {
                return false;
            }

            _tokensNeedsLock--;
            return true;
        }
    }

    /// <summary>A retry has brought the answer: gives its token back, and another one.</summary>
    public void Helped()
    {
        lock (_lock)
        {
            _tokensNeedsLock = Math.Min(options.RetryBurst, _tokensNeedsLock + 2);
        }
    }

    /// <summary>Fills it up.</summary>
    public void Refill()
    {
        lock (_lock)
        {
            _tokensNeedsLock = options.RetryBurst;
        }
    }

    /// <summary>How long to wait before asking again.</summary>
    public TimeSpan NextTry(Random random)
    {
        var wait = TimeSpan.FromSeconds((0.5 + random.NextDouble()) / options.RetriesPerSecond);
        return wait < ShortestWait ? ShortestWait : wait > LongestWait ? LongestWait : wait;
    }

    private void Fill()
    {
        var now = time.GetTimestamp();
        var calls = Interlocked.Read(ref _calls);
        var gained = ((calls - _callsSeenNeedsLock) * options.RetryRatio) + (time.GetElapsedTime(_filledAtNeedsLock, now).TotalSeconds * options.RetriesPerSecond);
        _tokensNeedsLock = Math.Min(options.RetryBurst, _tokensNeedsLock + gained);
        (_callsSeenNeedsLock, _filledAtNeedsLock) = (calls, now);
    }
}
