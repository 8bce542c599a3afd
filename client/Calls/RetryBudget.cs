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
/// <para>Who gets no token waits in a queue, and is woken when there is one for him; no call fails for it. While a cluster is overloaded thousands wait: if each of them looked again by itself every now and then, that alone would keep a
/// processor busy, and on a small machine the cluster from recovering.</para>
/// </remarks>
internal sealed class RetryBudget(CallOptions options, TimeProvider time)
{
    // Calls bring tokens without a word. So often they are counted at least while somebody waits, and at most.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(10);

    private readonly Lock _lock = new();
    private readonly TurnQueue _waitingNeedsLock = new();
    private ITimer? _timerNeedsLock;
    private bool _isTimerSetNeedsLock;
    private long _calls;
    private double _tokensNeedsLock = options.RetryBurst;
    private long _callsSeenNeedsLock;
    private long _filledAtNeedsLock = time.GetTimestamp();

    /// <summary>Counts a call; all that the normal path pays.</summary>
    public void OnCall() => Interlocked.Increment(ref _calls);

    /// <summary>Takes a token when there is one that nobody waits for.</summary>
    public bool TryTake()
    {
        lock (_lock)
        {
            Fill();
            return _waitingNeedsLock.IsEmpty && TakeOne();
        }
    }

    /// <summary>Waits for a token, behind those who do so already. To be followed by <see cref="Leave"/>.</summary>
    /// <param name="call">Executed once when there is one.</param>
    public CallTurn Wait(IThreadPoolWorkItem call)
    {
        var turn = new CallTurn(call);
        Change(() => _waitingNeedsLock.Add(turn));
        return turn;
    }

    /// <summary>Waits no more.</summary>
    /// <param name="turn">The place in the queue.</param>
    /// <param name="isUsed">Whether the token was used; if not, and there was one, it is for the next.</param>
    public void Leave(CallTurn turn, bool isUsed) => Change(() =>
    {
        if (!turn.IsGranted)
        {
            _waitingNeedsLock.Remove(turn);
        }
        else if (!isUsed)
        {
            Add(1);
        }
    });

    /// <summary>A retry has brought the answer: gives its token back, and another one.</summary>
    public void Helped() => Change(() => Add(2));

    /// <summary>Fills it up.</summary>
    public void Refill() => Change(() => Add(options.RetryBurst));

    // Changes something, and gives those who wait what there is by then.
    private void Change(Action what)
    {
        List<CallTurn>? granted = null;
        lock (_lock)
        {
            what();
            if (!_waitingNeedsLock.IsEmpty)
            {
                Fill();
                granted = _waitingNeedsLock.Grant(TakeOne);
                LookAgainLater();
            }
        }

        granted?.ForEach(static turn => turn.Wake());
    }

    private void LookAgainLater()
    {
        if (_waitingNeedsLock.IsEmpty || _isTimerSetNeedsLock)
        {
            return;
        }

        if (_timerNeedsLock is null)
        {
            using var noFlow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
            _timerNeedsLock = time.CreateTimer(static budget => ((RetryBudget)budget!).Change(() => ((RetryBudget)budget)._isTimerSetNeedsLock = false), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        var wait = TimeSpan.FromSeconds((1 - _tokensNeedsLock) / options.RetriesPerSecond);
        _isTimerSetNeedsLock = true;
        _timerNeedsLock.Change(wait < ShortestWait ? ShortestWait : wait > LongestWait ? LongestWait : wait, Timeout.InfiniteTimeSpan);
    }

    private bool TakeOne()
    {
        if (_tokensNeedsLock < 1)
        {
            return false;
        }

        _tokensNeedsLock--;
        return true;
    }

    private void Add(double tokens) => _tokensNeedsLock = Math.Min(options.RetryBurst, _tokensNeedsLock + tokens);

    private void Fill()
    {
        var now = time.GetTimestamp();
        var calls = Interlocked.Read(ref _calls);
        var gained = ((calls - _callsSeenNeedsLock) * options.RetryRatio) + (time.GetElapsedTime(_filledAtNeedsLock, now).TotalSeconds * options.RetriesPerSecond);
        Add(gained);
        (_callsSeenNeedsLock, _filledAtNeedsLock) = (calls, now);
    }
}
