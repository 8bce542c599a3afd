using System.Collections.Concurrent;
using ActiveActive.Client.Watch;

namespace ActiveActive.Silo.Membership.Failovers;

/// <summary>
/// Measures what the loss of a silo costs, as this silo sees it: how long until it was known (detection), and from then until the first of the lost grains was up again: served here, or known here to be active elsewhere (recovery).
/// </summary>
/// <remarks>
/// <para>Signs of life come from the watch connections (<see cref="Crashes.CrashWatch"/>): each pong, and the end of the connection, by which the operating system says that the process is gone. The cause is what this silo knew by
/// itself when it learnt of the death: a goodbye, evidence of a crash, an operator's word, or else silence.</para>
/// <para>Which grains the lost silo had is known from this silo's cache of places (<see cref="Placement.KnownPlaces"/>): those that were called from here, or through its gateway. Orleans may clear it of a dead silo before it tells of the death,
/// so what was removed lately is remembered. A silo that never called any of them tells no
/// recovery; of a region's silos at least one nearly always does.</para>
/// </remarks>
internal sealed class FailoverTimes : IDisposable
{
    /// <summary>What has not come up again by then is not being called, and counts no more.</summary>
    private static readonly TimeSpan LongestRecovery = TimeSpan.FromMinutes(1);

    /// <summary>How long the dead are counted.</summary>
    private static readonly TimeSpan Mourning = TimeSpan.FromMinutes(10);

    /// <summary>A connection that ended by itself no longer ago than this was that of a process that died.</summary>
    private static readonly TimeSpan CloseBeforeDeath = TimeSpan.FromSeconds(5);

    /// <summary>Grains of lost silos that are remembered; one of them is enough.</summary>
    private const int MostGrains = 10_000;

    /// <summary>A death is told no later than this after what was there is found missing.</summary>
    private static readonly TimeSpan MissedBeforeDeath = TimeSpan.FromSeconds(10);

    private const int MostMissed = 1_000;
    private const int MostDead = 1_000;

    private readonly MembershipMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Dictionary<SiloAddress, Signs> _signsNeedsLock = [];
    private readonly Dictionary<SiloAddress, Loss> _lossesNeedsLock = [];
    private readonly ConcurrentDictionary<GrainId, Loss> _lost = new();
    private readonly Queue<(GrainId Grain, SiloAddress Silo, long At)> _missedNeedsLock = new();
    private readonly Queue<long> _deathsNeedsLock = new();
    private Dictionary<SiloAddress, SiloStatus> _statusesNeedsLock = [];
    private bool _hasStartedNeedsLock;
    private volatile bool _isWaiting;

    public FailoverTimes(MembershipMetrics metrics, TimeProvider time)
    {
        (_metrics, _time) = (metrics, time);
        metrics.ObserveSilos(Count);
    }

    /// <summary>Whether grains of a lost silo have not been served again; looked at for each call.</summary>
    public bool IsWaiting => _isWaiting;

    /// <summary>A silo has given a sign of life.</summary>
    public void Seen(SiloAddress silo)
    {
        lock (_lock)
        {
            SignsOf(silo).LastAt = _time.GetTimestamp();
        }
    }

    /// <summary>The watch connection to a silo has ended.</summary>
    public void Ended(SiloAddress silo, WatchEnd end)
    {
        lock (_lock)
        {
            if (end is WatchEnd.Closed or WatchEnd.Goodbye)
            {
                var signs = SignsOf(silo);
                signs.LastAt = signs.ClosedAt = _time.GetTimestamp();
                signs.SaidGoodbye |= end is WatchEnd.Goodbye;
            }
        }
    }

    /// <summary>There is evidence that a silo's process is gone.</summary>
    public void Crashed(SiloAddress silo)
    {
        lock (_lock)
        {
            SignsOf(silo).HasCrashed = true;
        }
    }

    /// <summary>An operator declares a silo dead, on this silo.</summary>
    public void Evicted(SiloAddress silo)
    {
        lock (_lock)
        {
            SignsOf(silo).IsEvicted = true;
        }
    }

    /// <summary>The cluster as Orleans tells it now.</summary>
    /// <param name="members">All silos with their statuses.</param>
    /// <param name="places">Where grains are, as far as this silo knows.</param>
    public void Take(IReadOnlyDictionary<SiloAddress, SiloStatus> members, Func<IEnumerable<(GrainId Grain, SiloAddress? Silo)>> places)
    {
        lock (_lock)
        {
            var gone = new List<SiloAddress>();
            foreach (var (silo, status) in members)
            {
                var before = _statusesNeedsLock.GetValueOrDefault(silo);
                if (status == SiloStatus.Active && before != SiloStatus.Active && _hasStartedNeedsLock)
                {
                    _metrics.Joined();
                }

                if (status == SiloStatus.Dead && before is not (SiloStatus.Dead or SiloStatus.None))
                {
                    gone.Add(silo);
                }
            }

            foreach (var silo in gone)
            {
                Lose(silo, _statusesNeedsLock[silo]);
            }

            if (gone.Count > 0)
            {
                foreach (var (grain, silo) in places())
                {
                    NoteLost(grain, silo);
                }

                foreach (var (grain, silo, at) in _missedNeedsLock)
                {
                    if (_time.GetElapsedTime(at) < MissedBeforeDeath)
                    {
                        NoteLost(grain, silo);
                    }
                }
            }

            foreach (var silo in _signsNeedsLock.Keys.Where(silo => !members.TryGetValue(silo, out var status) || status == SiloStatus.Dead).ToList())
            {
                _signsNeedsLock.Remove(silo);
            }

            _statusesNeedsLock = new Dictionary<SiloAddress, SiloStatus>(members);
            _hasStartedNeedsLock = true;
        }
    }

    /// <summary>A grain is not where this silo thought that it was. What was on a lost silo is noted; what is on one that may be lost is kept for a while.</summary>
    public void Missed(GrainId grain, SiloAddress? silo)
    {
        if (silo is null)
        {
            return;
        }

        lock (_lock)
        {
            if (_lossesNeedsLock.ContainsKey(silo))
            {
                NoteLost(grain, silo);
                return;
            }

            _missedNeedsLock.Enqueue((grain, silo, _time.GetTimestamp()));
            if (_missedNeedsLock.Count > MostMissed)
            {
                _missedNeedsLock.Dequeue();
            }
        }
    }

    /// <summary>A grain is active on a silo. To be called while <see cref="IsWaiting"/>.</summary>
    public void Found(GrainId grain, SiloAddress? silo)
    {
        if (silo is not null && _lost.TryGetValue(grain, out var loss) && !loss.Silo.Equals(silo))
        {
            Served(grain);
        }
    }

    /// <summary>A grain was served here. To be called while <see cref="IsWaiting"/>.</summary>
    public void Served(GrainId grain)
    {
        if (_lost.TryGetValue(grain, out var loss))
        {
            lock (_lock)
            {
                if (Forget(loss))
                {
                    _metrics.Recovered(loss.Cause, _time.GetElapsedTime(loss.KnownAt));
                }
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var loss in _lossesNeedsLock.Values.ToList())
            {
                Forget(loss);
            }
        }
    }

    private Signs SignsOf(SiloAddress silo) => _signsNeedsLock.TryGetValue(silo, out var signs) ? signs : _signsNeedsLock[silo] = new Signs();

    private void Lose(SiloAddress silo, SiloStatus before)
    {
        var now = _time.GetTimestamp();
        var signs = _signsNeedsLock.GetValueOrDefault(silo);
        var cause = CauseOf(signs, before);
        _metrics.Gone(cause, signs?.LastAt is { } at ? _time.GetElapsedTime(at, now) : null);
        var loss = _lossesNeedsLock[silo] = new Loss(silo, cause, now);
        loss.Limit = _time.CreateTimer(_ => Expire(loss), null, LongestRecovery, Timeout.InfiniteTimeSpan);
        _deathsNeedsLock.Enqueue(now);
        if (_deathsNeedsLock.Count > MostDead)
        {
            _deathsNeedsLock.Dequeue();
        }
    }

    private FailoverCause CauseOf(Signs? signs, SiloStatus before) =>
        signs is { IsEvicted: true } ? FailoverCause.Evicted
        : before is SiloStatus.ShuttingDown or SiloStatus.Stopping || signs is { SaidGoodbye: true } ? FailoverCause.Left
        : signs is { HasCrashed: true } || (signs?.ClosedAt is { } at && _time.GetElapsedTime(at) < CloseBeforeDeath) ? FailoverCause.Crash
        : FailoverCause.Probes;

    private void NoteLost(GrainId grain, SiloAddress? silo)
    {
        if (silo is not null && _lossesNeedsLock.TryGetValue(silo, out var loss) && _lost.Count < MostGrains)
        {
            _lost[grain] = loss;
            _isWaiting = true;
        }
    }

    private void Expire(Loss loss)
    {
        lock (_lock)
        {
            Forget(loss);
        }
    }

    // False when it was forgotten before.
    private bool Forget(Loss loss)
    {
        if (!_lossesNeedsLock.Remove(loss.Silo))
        {
            return false;
        }

        loss.Limit?.Dispose();
        foreach (var grain in _lost.Where(lost => lost.Value == loss).Select(static lost => lost.Key).ToList())
        {
            _lost.TryRemove(grain, out _);
        }

        _isWaiting = !_lost.IsEmpty;
        return true;
    }

    private (string Status, int Silos)[] Count()
    {
        lock (_lock)
        {
            while (_deathsNeedsLock.TryPeek(out var at) && _time.GetElapsedTime(at) > Mourning)
            {
                _deathsNeedsLock.Dequeue();
            }

            return
            [
                ("active", Of(SiloStatus.Active)),
                ("joining", Of(SiloStatus.Created) + Of(SiloStatus.Joining)),
                ("leaving", Of(SiloStatus.ShuttingDown) + Of(SiloStatus.Stopping)),
                ("dead", _deathsNeedsLock.Count),
            ];
        }

        int Of(SiloStatus status) => _statusesNeedsLock.Count(one => one.Value == status);
    }

    private sealed class Signs
    {
        public long? LastAt { get; set; }

        public long? ClosedAt { get; set; }

        public bool SaidGoodbye { get; set; }

        public bool HasCrashed { get; set; }

        public bool IsEvicted { get; set; }
    }

    private sealed class Loss(SiloAddress silo, FailoverCause cause, long knownAt)
    {
        public SiloAddress Silo { get; } = silo;

        public FailoverCause Cause { get; } = cause;

        public long KnownAt { get; } = knownAt;

        public ITimer? Limit { get; set; }
    }
}
