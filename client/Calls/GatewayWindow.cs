namespace ActiveActive.Client.Calls;

/// <summary>
/// Bounds how many attempts of calls are out on one connection to a gateway, while its silo has more to do than it can. For any number of threads.
/// </summary>
/// <remarks>
/// <para>What waits in a silo costs it, also when its caller has long given up, and holds up all else there: probes, membership, balancing, the callers of other grains. So an overload that began with a pause would keep itself alive
/// by the calls that are sent again. What waits here costs nothing, and what is given up here is never done.</para>
/// <para>The silo says itself how long its work waits for a thread (explicit congestion notification, as in RFC 3168), with each answer to a ping. While that is more than <see cref="Crowded"/>, no more attempts are out than it has answered of late
/// in <see cref="Worth"/> more than calls take without a crowd (Little's law: then each takes about that long; rate times round trip, as the window of a TCP connection under BBR, Cardwell et al., ACM Queue 14, 2016), but at least
/// <see cref="Fewest"/>. So calls that are long by themselves, and a silo that is slow for another reason and still answers in time, are not held up. Once it is not crowded any more the window grows by a tenth with each answer, until it is none.</para>
/// <para>A database that does not answer makes no crowd: work that waits for it needs no thread.</para>
/// <para>Attempts that were given up count for as long as they may still be answered. Who finds the window full waits, first come, first served.</para>
/// </remarks>
/// <param name="time">The clock.</param>
internal sealed class GatewayWindow(TimeProvider time)
{
    /// <summary>A silo whose work waits for a thread for so long has more to do than it can.</summary>
    public static readonly TimeSpan Crowded = TimeSpan.FromMilliseconds(50);

    /// <summary>By so much a crowd may lengthen calls.</summary>
    public static readonly TimeSpan Worth = TimeSpan.FromMilliseconds(500);

    /// <summary>The least window: a silo that is slow for long must not be left with nothing to do.</summary>
    public const int Fewest = 64;

    /// <summary>A window that has grown to this is none any more.</summary>
    private const int Most = 16_384;

    private const double Growth = 1.1;
    private const int None = int.MaxValue;

    /// <summary>The rate is the highest of the times between so many answers to pings.</summary>
    private const int RatesKept = 8;

    /// <summary>What calls take without a crowd is the least of so many answers to pings.</summary>
    private const int TimesKept = 40;

    private readonly Lock _lock = new();
    private readonly TurnQueue _waitingNeedsLock = new();
    private readonly Queue<double> _ratesNeedsLock = new();
    private readonly Queue<double> _timesNeedsLock = new();
    private long _countedNeedsLock;
    private long _countedAtNeedsLock = time.GetTimestamp();
    private bool _isClosedNeedsLock;
    private volatile int _limit = None;
    private volatile bool _isAnyWaiting;
    private long _entered;
    private long _left;

    /// <summary>The most attempts that may be out now; <see langword="null"/>: any number.</summary>
    public int? Limit => _limit is var limit and not None ? limit : null;

    /// <summary>How many attempts are out.</summary>
    public int Out => (int)(Interlocked.Read(ref _entered) - Interlocked.Read(ref _left));

    /// <summary>Takes a place when there is one that nobody waits for. To be followed by <see cref="Leave()"/>.</summary>
    public bool TryEnter() => !(_isAnyWaiting && _limit is not None) && EnterIfThereIsRoom();

    /// <summary>Takes a place whether or not there is one: for what has been sent already.</summary>
    public void Enter() => Interlocked.Increment(ref _entered);

    /// <summary>An attempt is over: answered, failed, or lost for good.</summary>
    public void Leave()
    {
        Interlocked.Increment(ref _left);
        if (_isAnyWaiting)
        {
            Change(static () => { });
        }
    }

    /// <summary>Waits for a place, behind those who do so already. To be followed by <see cref="Leave(CallTurn, bool)"/>.</summary>
    /// <param name="call">Executed once when there is one.</param>
    public CallTurn Wait(IThreadPoolWorkItem call)
    {
        var turn = new CallTurn(call);
        Change(() => _waitingNeedsLock.Add(turn));
        return turn;
    }

    /// <summary>Waits no more.</summary>
    /// <param name="turn">The place in the queue.</param>
    /// <param name="isUsed">Whether the place that it got is kept, until <see cref="Leave()"/>; if not, it is for the next.</param>
    public void Leave(CallTurn turn, bool isUsed) => Change(() =>
    {
        if (!turn.IsGranted)
        {
            _waitingNeedsLock.Remove(turn);
        }
        else if (!isUsed)
        {
            Interlocked.Increment(ref _left);
        }
    });

    /// <summary>The silo has said how long its work waits for a thread.</summary>
    /// <returns>Whether a window has begun (true) or ended (false) by it; else null.</returns>
    public bool? OnWait(TimeSpan wait)
    {
        bool? change = null;
        Change(() =>
        {
            var (rate, best) = CountAnswers();
            if (wait <= Crowded && rate > 0)
            {
                Keep(_timesNeedsLock, Out / rate, TimesKept);
            }

            var had = _limit;
            if (_isClosedNeedsLock)
            {
                return;
            }

            _limit = wait > Crowded ? (int)Math.Clamp(best * (Worth.TotalSeconds + _timesNeedsLock.DefaultIfEmpty().Min()), Fewest, Most)
                : had is None || had * Growth >= Most ? None
                : (int)(had * Growth);
            change = (had is None) == (_limit is None) ? null : had is None;
        });
        return change;
    }

    /// <summary>The connection has ended: nobody waits for it any more.</summary>
    public void Close() => Change(() => (_isClosedNeedsLock, _limit) = (true, None));

    // The rate since the last time, and the highest of late, in answers per second.
    private (double Rate, double Best) CountAnswers()
    {
        var rate = 0.0;
        var (now, left) = (time.GetTimestamp(), Interlocked.Read(ref _left));
        if (time.GetElapsedTime(_countedAtNeedsLock, now) is { TotalSeconds: > 0 } elapsed)
        {
            Keep(_ratesNeedsLock, rate = (left - _countedNeedsLock) / elapsed.TotalSeconds, RatesKept);
        }

        (_countedAtNeedsLock, _countedNeedsLock) = (now, left);
        return (rate, _ratesNeedsLock.DefaultIfEmpty().Max());
    }

    private static void Keep(Queue<double> kept, double value, int most)
    {
        kept.Enqueue(value);
        if (kept.Count > most)
        {
            kept.Dequeue();
        }
    }

    // Changes something, and gives those who wait the places that there are by then.
    private void Change(Action what)
    {
        List<CallTurn>? granted;
        lock (_lock)
        {
            what();
            granted = _waitingNeedsLock.Grant(EnterIfThereIsRoom);
            _isAnyWaiting = !_waitingNeedsLock.IsEmpty;
        }

        granted?.ForEach(static turn => turn.Wake());
    }

    private bool EnterIfThereIsRoom()
    {
        if (_limit is var limit and not None && Out >= limit)
        {
            return false;
        }

        Enter();
        return true;
    }
}
