using System.Runtime.ExceptionServices;
using Orleans.Runtime.Messaging;
using Orleans.Serialization.Invocation;

namespace ActiveActive.Client.Calls;

/// <summary>
/// One intended call with all its attempts, from the first to the answer.
/// </summary>
/// <remarks>
/// <para>Nearly every call is answered at its first attempt, and that costs little: the attempt's end ends the call. Whatever else happens first (an error, the end of the attempt's time, the caller's token,
/// an event of the cluster) begins <see cref="GoOn"/>, the call's own flow, in the caller's context.</para>
/// <para>From then on it waits for one thing at a time, in <see cref="Sleep"/>, which ends when the attempt ends, an earlier attempt is answered, time is over, the caller gives up, or an
/// event of the cluster says that waiting is no use. Who wakes it only takes note; everything is decided in the call's own flow, so attempts are begun one
/// after the other and no lock is needed.</para>
/// <para>Methods that may be repeated: an attempt without an answer in its time, or whose silo or gateway is gone, is given up and the next one sent at once; a failed one is
/// followed by a wait, which an event of the cluster cuts short. Each retry takes a token of the budget first, except the one that an event is worth: events are evidence, and
/// rare, so what they cause cannot become a storm.</para>
/// <para>Other methods: the attempt is waited for until Orleans ends it, the deadline passes, or until shortly after the connection that it went through was lost: its answer cannot come any
/// more, unless Orleans had not yet sent it and sends it elsewhere, hence the short wait.</para>
/// </remarks>
internal abstract class RetriedCall : InFlightCall, IThreadPoolWorkItem
{
    /// <summary>How long a call of an ordinary method may still be answered after its connection was lost: time for what Orleans had not yet written to go another way.</summary>
    private static readonly TimeSpan LostGrace = TimeSpan.FromMilliseconds(500);

    /// <summary>How often a call of an ordinary method looks which connection it went through, while that is still being opened.</summary>
    private static readonly TimeSpan ConnectionPoll = TimeSpan.FromMilliseconds(250);

    // What the first attempt is doing.
    private const int Sending = 0;
    private const int Waiting = 1;
    private const int Over = 2;

    private readonly GrainMethod _method;
    private readonly RetryingCaller _caller;
    private readonly CallServices _services;
    private readonly AttemptTimeout? _learnt;
    private long _startedAt;
    private readonly TimeSpan _deadline;
    private readonly TimeSpan _attemptTimeout;
    private readonly object _grain;
    private readonly object?[] _arguments;
    private readonly CancellationToken _callerToken;
    private readonly ExecutionContext? _callerContext = ExecutionContext.Capture();
    private readonly TaskScheduler _callerScheduler = TaskScheduler.Current;

    /// <summary>Attempts that were given up and may still be answered.</summary>
    private List<Task>? _late;

    private BackOff _backOff;
    private CallTrace? _trace;
    private Task? _current;
    private Task? _answer;
    private int _attempts;
    private int _expiries;
    private long _firstSentAt;
    private long _sentAt;
    private long _openedBefore;
    private bool _mayHaveHappened;
    private bool _isFree;
    private bool _isFirstPaid;
    private bool _isLost;
    private Exception? _lastError;
    private CallTurn? _turn;

    /// <summary>Where the next attempt to be sent has a place.</summary>
    private GatewayWindow? _window;

    /// <summary>The places of later attempts.</summary>
    private List<WindowPlace>? _places;

    /// <summary>The first attempt when it had to wait before it was sent.</summary>
    private Task? _delayedFirst;

    // Written by events, under the list's lock.
    private volatile int _events;
    private int _eventsSeen;
    private volatile object? _connection;
    private volatile TaskCompletionSource? _wake;

    // Of the first attempt only.
    private int _stage = Sending;
    private volatile bool _hasMissed;
    private ITimer? _timer;
    private GatewayWindow? _firstWindow;
    private CancellationTokenRegistration _cancellation;

    /// <param name="target">The grain called.</param>
    /// <param name="grain">The reference on which it is called again.</param>
    /// <param name="request">The request, still untouched.</param>
    /// <param name="method">Its method.</param>
    /// <param name="stamp">The stamp of the first attempt; null when it needs none.</param>
    /// <param name="caller">Who makes the call.</param>
    /// <param name="startedAt">When the deadline began to run; 0 for now.</param>
    protected RetriedCall(GrainId target, object grain, IInvokable request, GrainMethod method, CallStamp? stamp, RetryingCaller caller, long startedAt)
    {
        var services = caller.Services;
        _method = method;
        _caller = caller;
        _services = services;
        _startedAt = startedAt;
        FirstStamp = stamp;
        _grain = grain;
        _arguments = method.ArgumentsOf(request, method.MayBeRepeated ? services.Copier : null);
        Target = target;
        _callerToken = request.GetCancellationToken();
        _backOff = new BackOff(services.Options, services.Random);
        var ownTimeout = request.GetDefaultResponseTimeout();
        _deadline = ownTimeout > services.Options.Deadline ? ownTimeout.Value : services.Options.Deadline;
        _attemptTimeout = ownTimeout ?? services.Options.AttemptTimeout;
        _learnt = method.MayBeRepeated && ownTimeout is null ? services.TimeoutOf(method) : null;
    }

    private enum AttemptEnd
    {
        Answered,
        Failed,
        Expired,
        Interrupted,
    }

    public override GrainId Target { get; }

    /// <summary>The stamp of the first attempt, if it has one.</summary>
    protected CallStamp? FirstStamp { get; private set; }

    /// <summary>Whether the method answers nothing but that it is done.</summary>
    protected bool HasNoResult => _method.HasNoResult;

    /// <summary>Whether the first attempt has ended.</summary>
    protected abstract bool IsFirstOver { get; }

    /// <summary>The first attempt as a task, also when it has not yet ended. Asked for when it is not the answer, or not in time.</summary>
    protected abstract Task First { get; }

    /// <summary>A call that only reads gets an id when it must be told apart.</summary>
    private CallStamp Stamp => FirstStamp ??= _caller.NewStamp();

    private TimeSpan Elapsed => _services.Time.GetElapsedTime(_startedAt);

    /// <summary>Until it is too long that no gateway has been connected.</summary>
    private TimeSpan PatienceLeft
    {
        get
        {
            var left = _services.Options.ConnectionPatience - _services.Link.LostFor + TimeSpan.FromMilliseconds(1);
            return _services.Options.ConnectionPatience == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    private TimeSpan Remaining => Elapsed is var elapsed && _deadline > elapsed ? _deadline - elapsed : TimeSpan.Zero;

    private Exception LastError => _lastError ?? (_services.Link.Hold is null
        ? new OverloadedException(
            $"{_method.Name} of {Target} has waited {Elapsed} to be sent: the silo behind its gateway has more to do than it can. Nothing was done. Try again later; call less often, or start more silos.")
        : new ConnectionFailedException(
            $"{_method.Name} of {Target} has waited {Elapsed} to be sent: no gateway of the region has been connected for {_services.Link.LostFor}. Nothing was done. Try again when the region is back."));

    public override void OnDue()
    {
        _hasMissed = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false); // not under the list's lock
    }

    public override void OnSiloDied()
    {
        if (_method.MayBeRepeated)
        {
            Interrupt();
        }
    }

    public override void OnGatewayLost(object connection)
    {
        if (_connection == connection || (_connection is null && _method.MayBeRepeated))
        {
            Interrupt();
        }
    }

    void IThreadPoolWorkItem.Execute() => OnAttemptEnded();

    /// <summary>Makes the call.</summary>
    protected void Begin()
    {
        _services.Budget.OnCall();
        _startedAt = _startedAt == 0 ? _services.Time.GetTimestamp() : _startedAt;
        _services.InFlight.Add(this);
        _trace = CallTrace.Begin(_method, Target, FirstStamp);
        if (_services.Link.Hold is not null || !TryEnterWindow(out _))
        {
            _stage = Over; // there is no first attempt to look at
            GoOn().Ignore();
            return;
        }

        BeforeSend();
        _firstSentAt = _sentAt;
        if (_trace is null)
        {
            SendFirst();
        }
        else
        {
            SendFirst(_trace);
        }

        if (!IsFirstOver)
        {
            AfterSend();
            _firstWindow = _window;
            Watch();
        }
        else
        {
            _window?.Leave();
        }

        Interlocked.Exchange(ref _stage, Waiting);
        if (IsFirstOver || _hasMissed || _events != _eventsSeen)
        {
            TryEndFirst(); // what happened before could not tell
        }
    }

    /// <summary>Sends the first attempt. Never throws.</summary>
    protected abstract void SendFirst();

    /// <summary>Has <see cref="OnFirstOver"/> called when the first attempt ends.</summary>
    protected abstract void WatchFirst();

    /// <summary>To be called when the first attempt ends.</summary>
    protected void OnFirstOver()
    {
        if (!TryEndFirst() && Volatile.Read(ref _stage) == Over)
        {
            TryTakeFirst(isLate: true);
            _wake?.TrySetResult();
        }

        Interlocked.Exchange(ref _firstWindow, null)?.Leave(); // when it is seen to be over: the place may be for this call's next attempt
    }

    /// <summary>Takes the end of the first attempt; false when it has failed, or was taken before.</summary>
    /// <param name="isLate">Whether somebody waits, or will wait, for <see cref="First"/>.</param>
    protected abstract bool TryTakeFirst(bool isLate);

    /// <summary>Ends the call as the first attempt did.</summary>
    protected abstract void EndByFirst();

    /// <summary>Ends the call as an attempt did.</summary>
    protected abstract void End(Task answer);

    /// <summary>Ends the call without an answer.</summary>
    protected abstract void Fail(Exception error);

    private void SendFirst(CallTrace trace)
    {
        trace.BeginAttempt();
        var outer = trace.Enter();
        SendFirst();
        CallTrace.Leave(outer);
    }

    /// <summary>Has the first attempt's end, or that of its time, told.</summary>
    private void Watch()
    {
        var limit = LimitOfAttempt(_deadline - _services.Time.GetElapsedTime(_startedAt, _sentAt));
        if (IsConnectionWanted() && limit > ConnectionPoll)
        {
            limit = ConnectionPoll;
        }

        if (_services.Sweep is { } sweep)
        {
            sweep.Watch(this, _sentAt, limit);
        }
        else
        {
            _timer = _services.Time.CreateTimer(static call => ((RetriedCall)call!).Disturb(), this, limit, Timeout.InfiniteTimeSpan);
        }

        if (_method.MayBeRepeated)
        {
            _cancellation = _callerToken.UnsafeRegister(static call => ((RetriedCall)call!).Disturb(), this);
        }

        WatchFirst();
    }

    private void Disturb()
    {
        _hasMissed = true; // first, for the case that the attempt is just being sent
        TryEndFirst();
    }

    // Something has happened to the first attempt; what happens to it later is seen by the call's own flow.
    private bool TryEndFirst()
    {
        if (Interlocked.CompareExchange(ref _stage, Over, Waiting) != Waiting)
        {
            return false;
        }

        if (IsFirstOver && TryTakeFirst(isLate: false))
        {
            _learnt?.OnAnswer(_services.Time.GetElapsedTime(_firstSentAt));
            Leave();
            _trace?.End();
            EndByFirst();
            return true;
        }

        _current = First;
        if (_callerContext is null)
        {
            BeginToGoOn();
        }
        else
        {
            ExecutionContext.Run(_callerContext, static call => ((RetriedCall)call!).BeginToGoOn(), this);
        }

        return true;
    }

    private void BeginToGoOn()
    {
        if (_callerScheduler == TaskScheduler.Default)
        {
            GoOn().Ignore();
        }
        else
        {
            Task.Factory.StartNew(static call => ((RetriedCall)call!).GoOn(), this, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _callerScheduler).Ignore();
        }
    }

    /// <summary>Makes further attempts, until one is answered or the call is given up.</summary>
    private async Task GoOn()
    {
        try
        {
            if (_attempts == 0)
            {
                if (_services.Link.Hold is not null)
                {
                    await WaitForGateway();
                    if (!_isFree)
                    {
                        await WaitForBudget(); // thousands may have waited: they are sent as retries are
                        _isFirstPaid = !_isFree;
                    }
                }

                await WaitForWindow();
                SendAgain();
                (_firstSentAt, _delayedFirst) = (_sentAt, _current);
            }

            for (var end = await AttemptEnded(); end is not AttemptEnd.Answered; end = await AttemptEnded())
            {
                _isFree = end is AttemptEnd.Interrupted;
                if (await WaitBeforeRetry(end) || await WaitForGateway() || (!_isFree && await WaitForBudget()) || await WaitForWindow())
                {
                    break; // an earlier attempt was answered meanwhile
                }

                SendAgain();
            }

            await Take(_answer!);
        }
#pragma warning disable CA1031 // The caller gets it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Leave();
            _trace?.End(error);
            Fail(error);
        }
    }

    private void Leave()
    {
        InFlightCalls.Remove(this);
        _timer?.Dispose();
        _cancellation.Unregister();
    }

    private void Interrupt()
    {
        _events++;
        Interlocked.MemoryBarrier();
        if (_wake is { Task.IsCompleted: false } || Volatile.Read(ref _stage) == Waiting)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false); // the call goes on there, not under the list's lock
        }
    }

    private void OnAttemptEnded()
    {
        TryEndFirst();
        _wake?.TrySetResult();
    }

    /// <summary>Makes a new call with the same id.</summary>
    private void SendAgain()
    {
        BeforeSend();
        _trace?.BeginAttempt();
        Send(CallAgain(Stamp with { Attempt = Math.Max(Stamp.Attempt, _attempts) }));
    }

    private void BeforeSend()
    {
        _attempts++;
        _connection = null; // before the events: those of the last attempt's connection are not this one's
        _eventsSeen = _events;
        var opened = _services.Link.Opened; // first, so that one that is opened meanwhile counts as a connection that it may have gone through
        _openedBefore = _services.Link.OpenConnections == 0 ? opened : -1;
        _sentAt = _services.Time.GetTimestamp();
    }

    private void Send(Task attempt)
    {
        _current = attempt;
        if (attempt.IsCompleted)
        {
            _window?.Leave();
            return;
        }

        AfterSend();
        var place = _window is null ? null : new WindowPlace(_window);
        if (place is not null)
        {
            (_places ??= []).Add(place);
        }

        attempt.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() =>
        {
            place?.Leave();
            OnAttemptEnded();
        });
    }

    // What was sent before a silo's death may never be answered, and Orleans waits for it up to the deadline.
    private void LeaveWindows()
    {
        Interlocked.Exchange(ref _firstWindow, null)?.Leave();
        _places?.ForEach(static place => place.Leave());
        _places = null;
    }

    // Orleans has bound the grain to a connection by now, if it was not yet.
    private void AfterSend()
    {
        _connection = _services.Link.ConnectionOf(Target);
        if (_window is null && _services.Link.WindowOf(Target) is { } window)
        {
            window.Enter();
            _window = window;
        }
    }

    private async Task<object?> CallAgain(CallStamp stamp)
    {
        _trace?.Enter(); // ends with this method
        RetryPass.Current = new RetryPass(Target, _method.Info, stamp);
        return await _method.Call(_grain, _arguments);
    }

    // Waits for this attempt, or for the answer of an earlier one; gives it up when waiting for it is no use any more.
    private async ValueTask<AttemptEnd> AttemptEnded()
    {
        var limit = LimitOfAttempt(Remaining);
        while (true)
        {
            if (_current!.IsCompleted)
            {
                return OnCompleted(_current);
            }

            if (HasLateAnswer())
            {
                Abandon();
                return AttemptEnd.Answered;
            }

            if (_method.MayBeRepeated && _callerToken.IsCancellationRequested)
            {
                Abandon();
                _callerToken.ThrowIfCancellationRequested();
            }

            if (TakeInterrupt())
            {
                if (_method.MayBeRepeated)
                {
                    Abandon();
                    LeaveWindows();
                    Note(new SiloUnavailableException($"The silo or gateway that attempt {_attempts} of {_method.Name} of {Target} may have gone to is gone."));
                    return AttemptEnd.Interrupted;
                }

                var grace = _services.Time.GetElapsedTime(_sentAt) + LostGrace;
                (limit, _isLost) = grace < limit ? (grace, true) : (limit, _isLost);
            }

            var left = limit - _services.Time.GetElapsedTime(_sentAt);
            if (left <= TimeSpan.Zero)
            {
                Abandon();
                return OnExpired(limit);
            }

            await Sleep(IsConnectionWanted() && left > ConnectionPoll ? ConnectionPoll : left, cancellable: _method.MayBeRepeated);
        }
    }

    // An ordinary call must know the connection that it went through, to hear of its loss; while that is still being opened Orleans does not tell it.
    private bool IsConnectionWanted() =>
        !_method.MayBeRepeated && _services.Link is not NoGatewayLink && (_connection ??= _services.Link.ConnectionOf(Target)) is null;

    private TimeSpan LimitOfAttempt(TimeSpan remaining)
    {
        if (!_method.MayBeRepeated)
        {
            return remaining;
        }

        var limit = _attemptTimeout;
        if (_learnt is { Current: var learnt } && learnt < limit)
        {
            // What this call has seen expire doubles for it too, whatever others' answers say.
            limit = new TimeSpan(Math.Min(limit.Ticks, learnt.Ticks << Math.Min(_expiries, 16)));
        }

        return limit < remaining ? limit : remaining;
    }

    private AttemptEnd OnCompleted(Task attempt)
    {
        _current = null;
        if (attempt.IsCompletedSuccessfully || !Note(ErrorOf(attempt)))
        {
            _answer = attempt;
            return AttemptEnd.Answered;
        }

        return AttemptEnd.Failed;
    }

    private AttemptEnd OnExpired(TimeSpan limit)
    {
        if (!_method.MayBeRepeated)
        {
            const string NotAgain = "It may or may not have been done. The method is not marked [ExactlyOnce], so it was not sent again.";
            throw _isLost
                ? new OutcomeUnknownException(
                    $"The connection to the gateway was lost while {_method.Name} of {Target} was under way. {NotAgain}", new ConnectionFailedException("The connection to the gateway was lost."))
                : new OutcomeUnknownException($"{_method.Name} of {Target} was not answered within {_deadline}. {NotAgain}");
        }

        _expiries++;
        _learnt?.OnExpiry(_sentAt);
        Note(new TimeoutException($"Attempt {_attempts} of {_method.Name} of {Target} was not answered within {limit}."));
        return AttemptEnd.Expired;
    }

    // True when an earlier attempt was answered; throws when there must be no other attempt.
    private async ValueTask<bool> WaitBeforeRetry(AttemptEnd end)
    {
        ThrowIfOver();
        var delay = end is AttemptEnd.Failed ? _backOff.Next() : TimeSpan.Zero;
        _services.Log.Retry(_method.Name, Target, Stamp.Id, _attempts + 1, delay, _lastError!.GetType().Name, _lastError.Message);
        return await Pause(delay);
    }

    // Waits while no gateway is connected, unless it is this call's turn to try. True when an earlier attempt was answered.
    private async ValueTask<bool> WaitForGateway()
    {
        if (_services.Link.Hold is not { } hold)
        {
            return false;
        }

        _services.Log.WaitsForGateway(_method.Name, Target, Stamp.Id);
        var turn = _turn = hold.Wait(this);
        try
        {
            while (!HasLateAnswer())
            {
                if (turn.IsGranted)
                {
                    _isFree = !hold.IsOver; // to try costs no token: there are few who may
                    return false;
                }

                ThrowIfOver();
                if (TakeInterrupt())
                {
                    LeaveWindows(); // and wait all the same
                }

                await Sleep(PatienceLeft is var left && left < Remaining ? left : Remaining, cancellable: true);
            }

            return true;
        }
        finally
        {
            _turn = null;
            hold.Leave(turn);
        }
    }

    private async ValueTask<bool> WaitForBudget()
    {
        if (_services.Budget.TryTake())
        {
            return false;
        }

        _services.Log.WaitsForBudget(_method.Name, Target, Stamp.Id);
        var turn = _turn = _services.Budget.Wait(this);
        var isUsed = false;
        try
        {
            while (!HasLateAnswer())
            {
                ThrowIfOver();
                if (TakeInterrupt() && _attempts > 0)
                {
                    _isFree = true;
                    return false;
                }

                if (turn.IsGranted)
                {
                    isUsed = true;
                    return false;
                }

                await Sleep(Remaining, cancellable: true);
            }

            return true;
        }
        finally
        {
            _turn = null;
            _services.Budget.Leave(turn, isUsed);
        }
    }

    // False when its gateway has more to do than it can, and must not be sent more now.
    private bool TryEnterWindow(out GatewayWindow? window)
    {
        window = _services.Link.WindowOf(Target);
        var mayGo = window?.TryEnter() != false;
        _window = mayGo ? window : null;
        return mayGo;
    }

    // Waits until the gateway can take another attempt. True when an earlier attempt was answered.
    private async ValueTask<bool> WaitForWindow()
    {
        while (!TryEnterWindow(out var window))
        {
            _services.Log.WaitsForWindow(_method.Name, Target, Stamp.Id);
            var turn = _turn = window!.Wait(this);
            var isUsed = false;
            try
            {
                while (!HasLateAnswer() && !turn.IsGranted)
                {
                    ThrowIfOver();
                    if (TakeInterrupt())
                    {
                        LeaveWindows(); // and wait all the same: the silo must be ready first
                    }

                    await Sleep(Remaining, cancellable: true);
                }

                if (_answer is not null)
                {
                    return true;
                }

                if (_services.Link.WindowOf(Target) == window)
                {
                    (isUsed, _window) = (true, window);
                    return false;
                }

                // The connection has ended, or the grain's calls go elsewhere now.
            }
            finally
            {
                _turn = null;
                window.Leave(turn, isUsed);
            }
        }

        return false;
    }

    // Ends early with an event of the cluster. True when an earlier attempt was answered.
    private async ValueTask<bool> Pause(TimeSpan delay)
    {
        var began = _services.Time.GetTimestamp();
        while (!HasLateAnswer())
        {
            ThrowIfOver();
            var left = delay - _services.Time.GetElapsedTime(began);
            if (TakeInterrupt())
            {
                _isFree = true;
                return false;
            }

            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            await Sleep(left < Remaining ? left : Remaining, cancellable: true);
        }

        return true;
    }

    private void ThrowIfOver()
    {
        if (_callerToken.IsCancellationRequested)
        {
            if (_lastError is OperationCanceledException cancelled)
            {
                ExceptionDispatchInfo.Throw(cancelled);
            }

            _callerToken.ThrowIfCancellationRequested();
        }

        if (Remaining == TimeSpan.Zero)
        {
            ThrowUnconfirmed($"within {_deadline}", LastError);
        }

        if (_services.Options.ConnectionPatience != Timeout.InfiniteTimeSpan && _services.Link.LostFor is var lostFor && lostFor > _services.Options.ConnectionPatience)
        {
            ThrowUnconfirmed(
                $"before the client gave up: no gateway has been connected for {lostFor}",
                new ConnectionFailedException(
                    $"No gateway of the region has been connected for {lostFor}, so {_method.Name} of {Target} was given up after {Elapsed}. Nothing was done. Try again when the region is back.{(_lastError is null ? "" : $" Last error: {_lastError.Message}")}",
                    _lastError!)); // may be null
        }
    }

    private void ThrowUnconfirmed(string when, Exception nothingHappened)
    {
        if (_mayHaveHappened)
        {
            throw new OutcomeUnknownException(
                $"{_method.Name} of {Target} was not confirmed {when} ({_attempts} attempts, request {Stamp.Id}). It may or may not have been applied; the same request id tells. Last error: {_lastError!.Message}",
                _lastError);
        }

        ExceptionDispatchInfo.Throw(nothingHappened);
    }

    // Remembers what the error says; true when the rules allow another attempt.
    private bool Note(Exception error)
    {
        var failure = RetryRules.Classify(error);
        if (failure is FailureKind.Unknown && _openedBefore >= 0 && _openedBefore == _services.Link.Opened)
        {
            failure = FailureKind.NeverStarted; // there was no connection that it could have gone through
        }

        var mayRetry = RetryRules.MayRetry(_method.Kind, failure);
        if (mayRetry)
        {
            _trace?.Failed(error);
            _lastError = error;
            _mayHaveHappened |= RetryRules.MayHaveHappened(_method.Kind, failure);
        }

        return mayRetry;
    }

    private bool HasLateAnswer()
    {
        if (_late is null)
        {
            return false;
        }

        for (var i = _late.Count - 1; i >= 0; i--)
        {
            // One look at each: an answer that comes between two would be dropped.
            if (_late[i] is { IsCompleted: true } late)
            {
                _late.RemoveAt(i);
                _answer = IsAnswer(late) ? late : _answer;
            }
        }

        return _answer is not null;
    }

    // An answer is a result, or an error that another attempt would not change. A refusal of an attempt that was given up counts only when it is recorded: else
    // the attempt after it may still have its effect.
    private bool IsAnswer(Task attempt) =>
        attempt.IsCompletedSuccessfully
        || (attempt.IsFaulted && ErrorOf(attempt) is not RefusedException { IsRecorded: false } && !RetryRules.MayRetry(_method.Kind, RetryRules.Classify(ErrorOf(attempt))));

    private static Exception ErrorOf(Task attempt) => attempt.Exception?.InnerException ?? new TaskCanceledException(attempt);

    private void Abandon()
    {
        (_late ??= []).Add(_current!);
        _current!.Ignore(); // observes the error that may come when nobody waits any more
        (_current, _connection) = (null, null);
    }

    private bool TakeInterrupt()
    {
        var events = _events;
        var interrupted = events != _eventsSeen;
        if (interrupted)
        {
            _eventsSeen = events;
            _expiries = 0; // what held up earlier attempts is over
        }

        return interrupted;
    }

    private async ValueTask Sleep(TimeSpan limit, bool cancellable)
    {
        var wake = new TaskCompletionSource();
        _wake = wake;
        Interlocked.MemoryBarrier(); // first where to be woken, then whether there is something already
        if (_current is { IsCompleted: true } || _events != _eventsSeen || _turn is { IsGranted: true } || _late?.Exists(static late => late.IsCompleted) == true)
        {
            return;
        }

        using var timer = limit == Timeout.InfiniteTimeSpan
            ? null
            : _services.Time.CreateTimer(static state => ((TaskCompletionSource)state!).TrySetResult(), wake, limit, Timeout.InfiniteTimeSpan);
        using var cancellation = cancellable
            ? _callerToken.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), wake)
            : default;
        await wake.Task;
    }

    private async Task Take(Task answer)
    {
        var isFirst = answer == _delayedFirst || (_delayedFirst is null && answer == First);
        if (isFirst)
        {
            _learnt?.OnAnswer(_services.Time.GetElapsedTime(_firstSentAt));
        }

        if (isFirst ? _isFirstPaid : !_isFree)
        {
            _services.Budget.Helped();
        }

        if (_attempts > 1)
        {
            _services.Log.Recovered(_method.Name, Target, Stamp.Id, _attempts, Elapsed);
        }

        await answer;
        Leave();
        _trace?.End();
        End(answer);
    }
}
