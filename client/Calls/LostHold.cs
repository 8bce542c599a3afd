namespace ActiveActive.Client.Calls;

/// <summary>
/// Where calls wait while no gateway is connected: one after the other may try, the others go on when one is. For any number of threads.
/// </summary>
/// <remarks>
/// An attempt without a gateway fails at once, and costs: Orleans tries to connect, throws to all that wait for the connection, and reads the list of gateways again. If every call tried, a client with a thousand calls a second would keep more
/// than half of a processor busy with it, and on the same machine the silos that all wait for from starting.
/// </remarks>
/// <param name="time">The clock.</param>
internal sealed class LostHold(TimeProvider time)
{
    /// <summary>So often one may try.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly TurnQueue _waitingNeedsLock = new();
    private ITimer? _timerNeedsLock;
    private long _triedAtNeedsLock = -1;
    private volatile bool _isOver;

    /// <summary>Whether a gateway is connected again.</summary>
    public bool IsOver => _isOver;

    /// <summary>Waits until a gateway is connected, or it is this call's turn to try. To be followed by <see cref="Leave"/>.</summary>
    /// <param name="call">Executed once when it is.</param>
    public CallTurn Wait(IThreadPoolWorkItem call)
    {
        var turn = new CallTurn(call);
        Change(() => _waitingNeedsLock.Add(turn));
        return turn;
    }

    /// <summary>Waits no more.</summary>
    public void Leave(CallTurn turn) => Change(() =>
    {
        if (!turn.IsGranted)
        {
            _waitingNeedsLock.Remove(turn);
        }
    });

    /// <summary>A gateway is connected: all go on.</summary>
    public void Close() => Change(() => _isOver = true);

    private void Change(Action what)
    {
        List<CallTurn>? granted;
        lock (_lock)
        {
            what();
            granted = _waitingNeedsLock.Grant(MayGo);
            LookAgainLater();
        }

        granted?.ForEach(static turn => turn.Wake());
    }

    private bool MayGo()
    {
        if (_isOver)
        {
            return true;
        }

        if (_triedAtNeedsLock >= 0 && time.GetElapsedTime(_triedAtNeedsLock) < Period)
        {
            return false;
        }

        _triedAtNeedsLock = time.GetTimestamp();
        return true;
    }

    private void LookAgainLater()
    {
        if (_waitingNeedsLock.IsEmpty)
        {
            _timerNeedsLock?.Dispose();
            _timerNeedsLock = null;
        }
        else if (_timerNeedsLock is null)
        {
            using var noFlow = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
            _timerNeedsLock = time.CreateTimer(static hold => ((LostHold)hold!).Change(static () => { }), this, Period, Period);
        }
    }
}
