using System.Diagnostics;
using ActiveActive.State.Storage;

namespace ActiveActive.State.Updates;

/// <summary>
/// The write path of one grain's state, whatever its form. Runs on the grain's own scheduler, one turn at a time, so nothing here needs a lock.
/// </summary>
/// <remarks>
/// <para>Updates queue in order of arrival; a retry whose earlier attempt is still here gets that one's answer. One loop takes what waits as a batch and works it off in rounds (<see cref="WorkOff"/>):</para>
/// <para>1. If another activation wrote meanwhile, reload; from then on every effect of the batch must be looked up.</para>
/// <para>2. Look up the effects that must be. What is recorded gets its recorded reply and leaves the batch.</para>
/// <para>3. Compute the rest in order, each on the state that the one before left.</para>
/// <para>4. A refusal, an error or an unchanged result that would be answered without a write must not contradict an effect already made: have it recorded with
/// the others, or look it up, and go round again.</para>
/// <para>5. Write the last state with all effects, replies and sends in one transaction. Stale or duplicate: nothing was written, go round again. Committed:
/// memory takes the new state, callers get their answers in order.</para>
/// <para>The version check of each write fences out every other activation of the grain, also a zombie on a silo that was declared dead. The unique index of the
/// effects is the last word on duplicates. A write whose connection was lost is sent again, with the same write id, until its outcome is known
/// (<see cref="Commit"/>); callers wait meanwhile.</para>
/// </remarks>
/// <typeparam name="T">The state as it is held in memory.</typeparam>
internal abstract class UpdatableState<T> : ILifecycleObserver
    where T : class
{
    private const int MaxRounds = 32;
    private readonly StateKey _key;
    private readonly IGrainContext _grain;
    private readonly DurableStateServices _services;
    private readonly StateForm<T> _form;
    private Queue<PendingUpdate<T>> _waiting = new();
    private List<PendingUpdate<T>> _batch = [];
    private Task _loop = Task.CompletedTask;
    private List<TaskCompletionSource> _reloads = [];
    private (StateRow Row, List<TaskCompletionSource> Asked)? _given;
    private (TaskCompletionSource Asked, TimeSpan Most)? _pause;
    private TaskCompletionSource? _resume;
    private int _readsBegun;
    private int _lastRead;
    private int _readsBegunWhenGiven;
    private bool _stale;
    private bool _ended;
    private T _value;
    private T _before;

    protected UpdatableState(string name, IGrainContext grain, DurableStateServices services, StateForm<T> form)
    {
        _key = StateKey.Of(grain.GrainId, name);
        _grain = grain;
        _services = services;
        _form = form;
        _before = _value = form.Empty;
        grain.ObservableLifecycle.Subscribe($"{GetType().Name}:{name}", GrainLifecycleStage.SetupState, this);
    }

    public T Value => _services.Options.PlantStaleReads ? _before : _value;

    public bool Exists { get; private set; }

    public long Version { get; private set; }

    protected StateKey Key => _key;

    private bool PlantedBug => _services.Options.PlantNoEffectIds;

    /// <exception cref="MisdirectedException">This region may not hold it.</exception>
    protected void CheckResidency(bool isReplicated) => _services.Residency.Check(_key, isReplicated);

    public virtual Task OnStart(CancellationToken cancellationToken) => Reload(cancellationToken);

    /// <summary>
    /// A deactivation, and so a move, waits for the writes under way. From then on nothing is written here: the next activation, which may be made at once on another silo, reads
    /// the row now and must not miss a write of this one.
    /// </summary>
    public virtual async Task OnStop(CancellationToken cancellationToken)
    {
        try
        {
            await _loop.WaitAsync(cancellationToken);
        }
        finally
        {
            _ended = true;
        }
    }

    /// <summary>Queues an update.</summary>
    /// <param name="change">Its function: from the state, given the update that asks, to a change.</param>
    protected Task<TReply> Enqueue<TReply>(Func<T, PendingUpdate<T>, Change<T, TReply>> change)
    {
        if (UpdateInProgress.OnThisThread)
        {
            throw UpdateInProgress.Refuse("Update was called");
        }

        if (!ReferenceEquals(_services.GrainContext.GrainContext, _grain))
        {
            throw new InvalidOperationException($"Update of {_key} was called from outside its grain's context, perhaps inside Task.Run. Call it from the grain's own methods.");
        }

        if (_ended)
        {
            throw new InvalidOperationException($"Update of {_key} was called after its activation had ended, perhaps by a task that no method of the grain waits for. Nothing was done.");
        }

        // Activations and timers run outside any call: what they do has an id of its own.
        var scope = CallScope.Current;
        var stamp = scope?.Stamp ?? CallStamp.New(_services.Clock.UtcNow);
        var effect = scope?.NextEffect(_grain.GrainId, _key.Name) ?? stamp.Id.Derive("effect", _key.Name, 0);
        RefuseIfNotAcceptable(stamp);
        var earlier = stamp is { Kind: CallKind.Ordinary, Attempt: > 1 } && !PlantedBug ? EarlierAttempt(effect) : null;
        if (earlier is null && _waiting.Count >= _services.Options.MaxWaiting)
        {
            throw new OverloadedException($"{_waiting.Count} updates wait for {_key} already (DurableState:MaxWaiting). Nothing of this one was done; try again later.");
        }

        var trace = Tracing.Recorded is null ? null : Tracing.Begin("update", ActivityKind.Internal)?.SetTag("aa.grain_type", _key.GrainType).SetTag("aa.state", _key.Name);
        var update = new PendingUpdate<T, TReply>(effect, stamp, change) { Trace = trace?.Context };
        if (earlier is not null)
        {
            update.Follow(earlier);
            _services.Metrics.Suppressed(_key.GrainType);
        }
        else
        {
            _waiting.Enqueue(update);
            if (_loop.IsCompleted)
            {
                BeginLoop();
            }
        }

        return trace is null ? update.Task : Traced(update.Task, trace);
    }

    /// <summary>
    /// An attempt of the same update whose answer a retry can have: one that waits, or one that is being written with its answer. Callers try again while the database is slow or away, and it has other things to do then than
    /// to be asked about each.
    /// </summary>
    private PendingUpdate<T>? EarlierAttempt(RequestId effect) =>
        _batch.Find(update => update.Effect == effect && update.IsRecorded) ?? _waiting.FirstOrDefault(update => update.Effect == effect);

    // It serves many calls: it must not run as part of the one that happened to start it.
    private void BeginLoop()
    {
        using (Tracing.Detach())
        using (CallScope.Suppress())
        {
            _loop = Loop();
        }
    }

    private static async Task<TReply> Traced<TReply>(Task<TReply> update, Activity trace)
    {
        try
        {
            var reply = await update;
            Tracing.End(trace);
            return reply;
        }
        catch (Exception error)
        {
            Tracing.End(trace, error);
            throw;
        }
    }

    /// <summary>Reads the row anew, after what is under way and before what waits. May be called from any thread.</summary>
    /// <exception cref="StorageUnavailableException">The row could not be read.</exception>
    protected Task AskForReload() => Ask(asked =>
    {
        _reloads.Add(asked);
        _resume?.TrySetResult();
    });

    /// <summary>Takes a row that somebody else has just written, after what is under way and before what waits, unless this state knows a later one. May be called from any thread.</summary>
    protected Task AskToTake(StateRow row) => Ask(asked =>
    {
        _given = _given is { } given ? (given.Row.Version > row.Version ? given.Row : row, [.. given.Asked, asked]) : (row, [asked]);
        _resume?.TrySetResult();
    });

    /// <summary>Writes nothing until the next <see cref="AskForReload"/> or <see cref="AskToTake"/>, or for so long. Done when nothing is under way. May be called from any thread.</summary>
    protected Task AskForPause(TimeSpan most) => Ask(asked => _pause = (asked, most));

    private Task Ask(Action<TaskCompletionSource> ask)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _grain.Scheduler.QueueAction(() =>
        {
            ask(asked);
            if (_loop.IsCompleted)
            {
                BeginLoop();
            }
        });
        return asked.Task;
    }

    private async Task ReloadAsAsked()
    {
        var asked = _reloads;
        _reloads = [];
        try
        {
            await Reload(CancellationToken.None);
            asked.ForEach(static one => one.TrySetResult());
        }
#pragma warning disable CA1031 // It belongs to who asked.
        catch (Exception error)
#pragma warning restore CA1031
        {
            asked.ForEach(one => one.TrySetException(error));
        }
    }

    private void TakeAsAsked(StateRow row, List<TaskCompletionSource> asked)
    {
        _given = null;
        try
        {
            if (row.Version > Version)
            {
                _readsBegunWhenGiven = _readsBegun;
                Take(row);
            }

            asked.ForEach(static one => one.TrySetResult());
        }
#pragma warning disable CA1031 // It belongs to who asked.
        catch (Exception error)
#pragma warning restore CA1031
        {
            asked.ForEach(one => one.TrySetException(error));
        }
    }

    private async Task PauseAsAsked(TaskCompletionSource asked, TimeSpan most)
    {
        _pause = null;
        _resume = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        asked.TrySetResult();
        await _resume.Task.WaitAsync(most, _services.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _resume = null;
    }

    private async Task Loop()
    {
        while (_waiting.Count + _reloads.Count > 0 || _pause is not null || _given is not null)
        {
            if (_given is { } given)
            {
                TakeAsAsked(given.Row, given.Asked);
                continue;
            }

            if (_reloads.Count > 0)
            {
                await ReloadAsAsked();
                continue;
            }

            if (_pause is { } pause)
            {
                await PauseAsAsked(pause.Asked, pause.Most);
                continue;
            }

            var batch = _batch = TakeBatch();
            try
            {
                await WorkOff(batch);
            }
#pragma warning disable CA1031 // Every failure belongs to the callers of this batch; the next batch starts anew.
            catch (Exception error)
#pragma warning restore CA1031
            {
                if (batch.Count > 1 && error is not ActiveActiveException)
                {
                    // Not a failure of the database but of what one of them wrote: only that one shall have it.
                    await Singly(batch);
                }

                batch.ForEach(update => update.Fail(error));
                batch.Clear();
            }
        }
    }

    private List<PendingUpdate<T>> TakeBatch()
    {
        var batch = new List<PendingUpdate<T>>();
        var effects = new Dictionary<RequestId, PendingUpdate<T>>();
        while (batch.Count < _services.Options.MaxBatch && _waiting.TryDequeue(out var update))
        {
            // A retry that arrived while its first attempt still waits gets that one's answer.
            if (!effects.TryAdd(update.Effect, update) && !PlantedBug)
            {
                update.Follow(effects[update.Effect]);
                _services.Metrics.Suppressed(_key.GrainType);
                continue;
            }

            batch.Add(update);
        }

        return batch;
    }

    /// <summary>Answers every update of the batch, or throws the error that those left in it get.</summary>
    private async Task WorkOff(List<PendingUpdate<T>> batch)
    {
        for (var round = 1; batch.Count > 0; round++)
        {
            if (round > MaxRounds)
            {
                throw new OverloadedException($"{_key} was written by others {MaxRounds} times while this update tried. Nothing of it was done; try again later.");
            }

            if (_stale)
            {
                await Reload(CancellationToken.None);
                batch.ForEach(update => (update.MustLookUp, update.KnownNew) = (true, false));
            }

            RemoveNoLongerAcceptable(batch);
            if (!await LookUp(batch))
            {
                continue;
            }

            var before = _form.Prepare(_value);
            var next = Compute(batch, before);
            if (MustProve(batch))
            {
                continue;
            }

            if (!batch.Exists(update => update.IsRecorded))
            {
                CompleteAll(batch);
                return;
            }

            var write = ToWrite(batch, before, next);
            if (write.Payload?.Length > _services.Options.MaxStateBytes)
            {
                await OneByOne(batch, write.Payload.Length);
                return;
            }

            using var underWay = _form.Begin();
            switch (await Commit(write))
            {
                case CommitOutcome.Committed:
                    Take(write, next);
                    CompleteAll(batch);
                    _services.Sends.Committed(write.Sends);
                    return;
                case CommitOutcome.Stale:
                    _services.Logger.StaleActivation(_key, Version);
                    _stale = true;
                    break;
                case CommitOutcome.Duplicate:
                    batch.ForEach(update => (update.MustLookUp, update.KnownNew) = (true, false));
                    break;
                case CommitOutcome.Expired:
                    await OneByOneExpired(batch);
                    return;
            }
        }
    }

    /// <summary>
    /// Looks up what must be. False when the row has changed meanwhile, so that all must start again from a reload: before a recorded reply is told, too. Another activation
    /// that was declared dead may have made it, and who is told of its version must not read an older one from this memory afterwards.
    /// </summary>
    private async Task<bool> LookUp(List<PendingUpdate<T>> batch)
    {
        var unknown = batch.Where(update => update.MustLookUp && !update.KnownNew).Select(update => update.Effect).ToList();
        if (unknown.Count == 0 || PlantedBug)
        {
            return true;
        }

        var found = await _services.Store.FindEffects(_key, unknown, CancellationToken.None);
        if (found.Version != Version)
        {
            _stale = true;
            return false;
        }

        foreach (var update in batch.ToList())
        {
            if (found.Replies.TryGetValue(update.Effect, out var record))
            {
                update.CompleteFromRecord(record, _services.Replies);
                _services.Metrics.Suppressed(_key.GrainType);
                batch.Remove(update);
            }
            else if (update.MustLookUp)
            {
                update.KnownNew = true;
            }
        }

        return true;
    }

    private T Compute(List<PendingUpdate<T>> batch, T before)
    {
        var tentative = before;
        using (UpdateInProgress.Begin())
        {
            foreach (var update in batch)
            {
                update.Compute(_form.Private(tentative), _services.Replies);
                tentative = update.Kind switch
                {
                    ChangeKind.Replace => update.Next!,
                    ChangeKind.Delete => _form.Empty,
                    _ => tentative,
                };
            }
        }

        return tentative;
    }

    /// <summary>
    /// Whether answers would be given without a write and without knowing that the effect was not made before; marks them to be recorded by a write that is made anyway, which finds that out, or else to be looked up. They
    /// are recorded only while they make no more than as many rows again as there would be: there may be one write among hundreds of refusals.
    /// </summary>
    private bool MustProve(List<PendingUpdate<T>> batch)
    {
        if (PlantedBug)
        {
            return false;
        }

        var unproven = batch.FindAll(update => !update.IsRecorded && !update.KnownNew);
        var mayRecord = unproven.Count <= batch.Count(update => update.IsRecorded);
        unproven.ForEach(update => update.MustLookUp |= !mayRecord || !update.TryRecordAll());
        return unproven.Count > 0;
    }

    private StateWrite ToWrite(List<PendingUpdate<T>> batch, T before, T next)
    {
        var effects = new List<EffectRow>();
        var sends = new List<SendRow>();
        var last = ChangeKind.None;
        foreach (var update in batch.Where(update => update.IsRecorded))
        {
            last = update.Kind == ChangeKind.None ? last : update.Kind;
            if (!PlantedBug)
            {
                effects.Add(new EffectRow(update.Effect, update.Stamp.Root, update.Record!, update.Stamp.NotAfter));
            }

            for (var i = 0; i < update.Sends.Length; i++)
            {
                var send = update.Sends[i];
                var id = (PlantedBug ? RequestId.New(_services.Clock.UtcNow) : update.Effect).DeriveSend("send", _key.Name, i);
                sends.Add(new SendRow(id, _grain.GrainId, send.Call.Target, send.Call.Method, send.Call.Payload, send.IfRefused?.Payload));
            }
        }

        var payload = last == ChangeKind.Replace ? _form.Write(next) : null;
        var tells = last == ChangeKind.None ? null : _form.Tells(before, next);
        return new StateWrite(_key, Version, Uuid7.New(DateTimeOffset.UtcNow), last != ChangeKind.None, _form.TypeVersion, payload, effects, sends) { Tells = tells, Traces = TracesOf(batch) };
    }

    private static IReadOnlyList<ActivityContext> TracesOf(List<PendingUpdate<T>> batch) =>
        batch.Exists(static update => update.Trace is not null) ? [.. batch.Select(static update => update.Trace).OfType<ActivityContext>()] : [];

    /// <summary>Writes, and sends the same write again while its outcome is in doubt.</summary>
    /// <exception cref="OutcomeUnknownException">The outcome could not be learned within the commit timeout.</exception>
    private async Task<CommitOutcome> Commit(StateWrite write)
    {
        try
        {
            var commit = await ResolvedCommit.Write(_services.Store, write, _services.Options.CommitTimeout, _services.Time, _services.Logger);
            _stale = commit.Outcome != CommitOutcome.Committed && (_stale || commit.WasInDoubt);
            return commit.Outcome;
        }
        catch (OutcomeUnknownException)
        {
            // The next update starts from a reload, and a retry of these looks its effect up: nothing is lost or doubled by giving up here.
            _stale = true;
            throw;
        }
    }

    private void Take(StateWrite write, T next)
    {
        if (write.ChangesState)
        {
            Version = write.ExpectedVersion + 1;
            Exists = write.Payload is not null;
            (_before, _value) = (_value, next);
            _form.Committed(next, write.Tells);
        }
    }

    private static void CompleteAll(List<PendingUpdate<T>> batch)
    {
        batch.ForEach(update => update.Complete());
        batch.Clear();
    }

    /// <summary>A batch whose state grows too large together is worked off one update at a time, so that only the guilty one fails.</summary>
    private async Task OneByOne(List<PendingUpdate<T>> batch, int bytes)
    {
        if (batch.Count == 1)
        {
            throw new StateTooLargeException(
                $"The state of {_key} would take {bytes} bytes, above the limit of {_services.Options.MaxStateBytes} (DurableState:MaxStateBytes). Nothing was written. Split the state over several grains.");
        }

        await Singly(batch);
    }

    /// <summary>The database found an effect too old to be recorded: the same for time.</summary>
    private async Task OneByOneExpired(List<PendingUpdate<T>> batch)
    {
        if (batch.Count == 1)
        {
            throw Expired(batch[0].Stamp);
        }

        await Singly(batch);
    }

    private async Task Singly(List<PendingUpdate<T>> batch)
    {
        foreach (var update in batch.ToList())
        {
            var single = new List<PendingUpdate<T>> { update };
            batch.Remove(update);
            try
            {
                await WorkOff(single);
            }
#pragma warning disable CA1031 // As in the loop: the failure belongs to this one's caller.
            catch (Exception error)
#pragma warning restore CA1031
            {
                single.ForEach(left => left.Fail(error));
            }
        }
    }

    private async Task Reload(CancellationToken cancellation)
    {
        var read = ++_readsBegun;
        var row = await _services.Store.Load(_key, cancellation);
        if (read < _lastRead)
        {
            return; // one that began later was faster
        }

        // A row that was given while this was read may be later. It may be earlier, too: the last write of an activation before this one is given to nobody.
        var isOlder = _readsBegunWhenGiven >= read && (row?.Version ?? 0) < Version;
        if (!isOlder)
        {
            Take(row);
        }

        _lastRead = read;
        _stale = false;
    }

    private void Take(StateRow? row)
    {
        _before = _value = row is null ? _form.Empty : _form.Read(_key, row);
        Version = row?.Version ?? 0;
        Exists = row?.Payload is not null;
    }

    private void RemoveNoLongerAcceptable(List<PendingUpdate<T>> batch)
    {
        foreach (var update in batch.ToList())
        {
            try
            {
                RefuseIfNotAcceptable(update.Stamp);
            }
            catch (ActiveActiveException error)
            {
                update.Fail(error);
                batch.Remove(update);
            }
        }
    }

    /// <summary>An id is accepted only while its effect, if made before, is still recorded.</summary>
    private void RefuseIfNotAcceptable(CallStamp stamp)
    {
        var now = _services.Clock.UtcNow;
        if (stamp.Id.IsSend ? stamp.Kind != CallKind.Send || stamp.NotAfter is null || now > stamp.NotAfter : now - stamp.Id.Timestamp > _services.Options.EffectRetention)
        {
            throw Expired(stamp);
        }

        if (!stamp.Id.IsSend && stamp.Id.Timestamp - now > _services.Options.FutureTolerance)
        {
            throw new RequestFromFutureException(
                $"Request {stamp.Id} is stamped {stamp.Id.Timestamp:O}, {(stamp.Id.Timestamp - now).TotalSeconds:0} s ahead of the database's clock. Nothing was done. Correct the caller's clock, or let the client library make the ids.");
        }
    }

    private RequestExpiredException Expired(CallStamp stamp) => new(
        stamp.Id.IsSend
            ? $"This delivery attempt of send {stamp.Root} is too old; a later attempt has taken over. Nothing was done."
            : $"Request {stamp.Id} is stamped {stamp.Id.Timestamp:O}, longer ago than effects are remembered ({_services.Options.EffectRetention}). Nothing was done now; whether an earlier attempt succeeded must be read from the state.");
}
