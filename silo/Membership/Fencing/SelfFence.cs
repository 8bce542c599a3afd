namespace ActiveActive.Silo.Membership.Fencing;

/// <summary>
/// Keeps a silo that may have been declared dead from answering out of its memory.
/// </summary>
/// <remarks>
/// <para>The problem: a silo that was frozen, or cut off, and declared dead meanwhile does not know. Its grains live elsewhere by now and go on there. It cannot write
/// (each write checks the row's version), but it could answer a read from its own, old copy.</para>
/// <para>The rule: this silo answers only while a majority of the members that it knows, itself included, has confirmed within the last D that it is a member. Each
/// confirmation counts as of a monotonic time that was taken before the question was sent (<see cref="Confirm"/>). D is shorter than the time after which the
/// others may declare a silent silo dead; so at the moment at which the fence is found open, a silo that fell silent cannot have been replaced. When the majority is silent,
/// the database is asked instead (<see cref="ConfirmByDatabase"/>); only then, so that a database that is down stops nobody who can see the others. Its word is final, but counts
/// for the past only: the others may be declaring this silo dead just now, because to them it is silent, and would go on at once. So it lets out those answers only that were
/// waiting when it was asked. A silo that is alone confirms itself for as long as it does not notice a pause of its own; after one, the database must speak.</para>
/// <para>The place: the call filter asks after the grain's method has run and before its answer leaves. What the method read was read before the check and after the
/// call began. If nobody else could have written until the check, the value was the present one at a time within the call, which is what
/// linearizability asks for. So a pause after the check does no harm, however long: the answer is merely late. A pause before it is caught by it.</para>
/// <para>When the fence is not open, answers wait for the next confirmation, which a thawed silo gets or is refused within milliseconds, and fail after a limit. When the silo learns
/// that it was declared dead, the fence shuts for good.</para>
/// <para>Not guaranteed: a silo that is declared dead while it is well, by a crash detection that was fooled or by an operator, may answer for at most D longer; so may one whose
/// majority has not heard of its death for a partition. Time that the monotonic clock does not count (a virtual machine that is
/// paused and does not tell its guest) is not noticed until the next confirmation is due, a fifth of D.</para>
/// <para>Cost on the way of every answer: <see cref="IsOpen"/>, one look at the clock, a volatile read and a comparison.</para>
/// </remarks>
internal sealed class SelfFence
{
    private readonly Lock _turn = new();
    private readonly TimeProvider _time;
    private readonly long _limit;
    private Dictionary<SiloAddress, long> _confirmedAt = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _databaseAt = long.MinValue;

    /// <summary>Counts as a confirmation by a majority: a silo that has just joined has not been silent for long.</summary>
    private long _joinedAt = long.MinValue;
    private long _selfAt = long.MinValue;

    /// <summary>After a pause of our own: from when on somebody else must confirm before our own word counts again.</summary>
    private long _pausedUntil = long.MinValue;
    private bool _hasBegun;
    private long _freshUntil = long.MaxValue;
    private volatile bool _isShut;

    /// <summary>Makes a fence that is open until <see cref="Begin"/>: a silo that has not joined has no grains.</summary>
    /// <param name="limit">How long a confirmation counts: D.</param>
    /// <param name="time">The monotonic clock.</param>
    public SelfFence(TimeSpan limit, TimeProvider time)
    {
        _time = time;
        _limit = (long)(limit.TotalSeconds * time.TimestampFrequency);
    }

    /// <summary>Whether an answer may leave now.</summary>
    public bool IsOpen => _time.GetTimestamp() <= Volatile.Read(ref _freshUntil);

    /// <summary>Whether the silo was declared dead.</summary>
    public bool IsShut => _isShut;

    /// <summary>Whether less than half of D is left, so that the database had better be asked.</summary>
    public bool NeedsDatabase
    {
        get
        {
            lock (_turn)
            {
                return _hasBegun && !_isShut && (Needed == 0 ? _pausedUntil != long.MinValue : _freshUntil < _time.GetTimestamp() + (_limit / 2));
            }
        }
    }

    /// <summary>How many of the others must confirm, so that they are a majority together with this silo.</summary>
    private int Needed => (_confirmedAt.Count + 1) / 2;

    /// <summary>The silo has joined: from now on it needs to be confirmed.</summary>
    /// <param name="asOf">A time at which it was certainly a member, as after the question to the database by which it joined.</param>
    public void Begin(long asOf)
    {
        lock (_turn)
        {
            _hasBegun = true;
            _joinedAt = _databaseAt = asOf;
            _selfAt = _time.GetTimestamp();
            Update();
        }
    }

    /// <summary>The members have changed.</summary>
    /// <param name="others">All active ones but this silo.</param>
    public void SetMembers(IReadOnlyCollection<SiloAddress> others)
    {
        lock (_turn)
        {
            _confirmedAt = others.ToDictionary(static silo => silo, silo => _confirmedAt.GetValueOrDefault(silo, long.MinValue));
            Update();
        }
    }

    /// <summary>Another silo says that this one is a member.</summary>
    /// <param name="by">Who says so.</param>
    /// <param name="asOf">The timestamp taken before it was asked.</param>
    public void Confirm(SiloAddress by, long asOf)
    {
        lock (_turn)
        {
            if (_confirmedAt.TryGetValue(by, out var known) && asOf > known)
            {
                _confirmedAt[by] = asOf;
                Update();
            }
        }
    }

    /// <summary>The membership table says that this silo is not dead: what waits since before the question may leave.</summary>
    /// <param name="asOf">The timestamp taken before it was asked.</param>
    public void ConfirmByDatabase(long asOf)
    {
        lock (_turn)
        {
            _databaseAt = Math.Max(_databaseAt, asOf);
            Update();
            Wake();
        }
    }

    /// <summary>To be called several times within D, by which the silo notices pauses of its own.</summary>
    public void Tick()
    {
        lock (_turn)
        {
            var now = _time.GetTimestamp();
            if (_hasBegun && now - _selfAt > _limit)
            {
                _pausedUntil = now;
            }

            _selfAt = now;
            Update();
        }
    }

    /// <summary>The silo was declared dead: nothing is answered any more.</summary>
    public void Shut()
    {
        lock (_turn)
        {
            _isShut = true;
            Update();
        }
    }

    /// <summary>Waits until an answer may leave.</summary>
    /// <param name="limit">How long at most.</param>
    /// <exception cref="OutcomeUnknownException">It may not: the caller has to ask again, and will be sent elsewhere if this silo is dead.</exception>
    public async Task WaitUntilOpen(TimeSpan limit)
    {
        var startedAt = _time.GetTimestamp();
        while (!MayLeave(startedAt))
        {
            Task changed;
            lock (_turn)
            {
                changed = _changed.Task;
            }

            var left = limit - _time.GetElapsedTime(startedAt);
            if (_isShut || left <= TimeSpan.Zero)
            {
                throw new OutcomeUnknownException(_isShut
                    ? "The silo that worked on this call was declared dead by the others, so its answer may be out of date. Ask again with the same request id."
                    : $"The silo that worked on this call could not confirm within {limit} that it is still a member of its cluster, so its answer may be out of date. Ask again with the same request id.");
            }

            if (!MayLeave(startedAt))
            {
                await changed.WaitAsync(left, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }
    }

    private void Update()
    {
        if (_isShut)
        {
            Volatile.Write(ref _freshUntil, long.MinValue);
        }
        else if (_hasBegun)
        {
            var asOf = Needed == 0 ? _databaseAt : Math.Max(_joinedAt, _confirmedAt.Values.OrderDescending().ElementAt(Needed - 1));
            _pausedUntil = Math.Max(asOf, _databaseAt) >= _pausedUntil ? long.MinValue : _pausedUntil;
            if (Needed == 0 && _pausedUntil == long.MinValue)
            {
                asOf = Math.Max(asOf, _selfAt);
            }

            Volatile.Write(ref _freshUntil, asOf == long.MinValue ? long.MinValue : asOf + _limit);
        }

        if (_isShut || IsOpen)
        {
            Wake();
        }
    }

    private bool MayLeave(long waitsSince) => IsOpen || (!_isShut && Volatile.Read(ref _databaseAt) >= waitsSince);

    private void Wake()
    {
        var changed = _changed;
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }
}
