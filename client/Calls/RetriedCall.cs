using Orleans.Serialization.Invocation;

namespace ActiveActive.Client.Calls;

/// <summary>One intended call with all its attempts. Not thread-safe: attempts are begun one after the other.</summary>
internal sealed class RetriedCall
{
    private readonly IOutgoingGrainCallContext _context;
    private readonly GrainMethod _method;
    private readonly TimeProvider _time;
    private readonly long _startedAt;
    private readonly TimeSpan _deadline;
    private readonly TimeSpan _attemptTimeout;
    private readonly object _grain;
    private readonly object?[] _arguments;

    /// <summary>Attempts that were given up and may still be answered.</summary>
    private readonly List<Task> _late = [];

    private Task? _first;
    private bool _mayHaveHappened;
    private Exception? _lastError;

    public RetriedCall(IOutgoingGrainCallContext context, GrainMethod method, CallStamp stamp, CallOptions options, TimeProvider time, long startedAt)
    {
        _context = context;
        _method = method;
        _time = time;
        _startedAt = startedAt;
        _grain = context.Grain;
        _arguments = method.ArgumentsOf(context.Request);
        Target = context.TargetId;
        Stamp = stamp;
        CallerToken = context.Request.GetCancellationToken();
        var ownTimeout = context.Request.GetDefaultResponseTimeout();
        _deadline = ownTimeout > options.Deadline ? ownTimeout.Value : options.Deadline;
        _attemptTimeout = method.MayBeRepeated ? ownTimeout ?? options.AttemptTimeout : Timeout.InfiniteTimeSpan; // Orleans' own response timeout bounds the others
    }

    public string Name => _method.Name;

    public GrainId Target { get; }

    public CallStamp Stamp { get; }

    public CancellationToken CallerToken { get; }

    public int Attempts { get; private set; }

    public bool FirstFailureReported { get; set; }

    public TimeSpan Elapsed => _time.GetElapsedTime(_startedAt);

    public TimeSpan Remaining => _deadline > Elapsed ? _deadline - Elapsed : TimeSpan.Zero;

    /// <summary>Sends the request itself.</summary>
    public async Task FirstAttempt()
    {
        Attempts = 1;
        _first = RetryingCaller.InvokeStamped(_context, Stamp);
        await Answered(_first);
    }

    /// <summary>Makes a new call with the same id, unless an earlier attempt has been answered by now.</summary>
    public async Task NextAttempt()
    {
        if (_late.Find(IsAnswer) is { } answered)
        {
            await Take(answered);
            return;
        }

        Attempts++;
        await Answered(CallAgain(Stamp with { Attempt = Math.Max(Stamp.Attempt, Attempts) }));
    }

    /// <summary>Whether to try again after this error; false also when there is no time left.</summary>
    public bool WantsRetry(Exception error) => Note(error) && Remaining > TimeSpan.Zero && !CallerToken.IsCancellationRequested;

    /// <summary>Whether only the deadline prevented another attempt.</summary>
    public bool EndedByDeadline(Exception error) => Note(error) && Remaining == TimeSpan.Zero && !CallerToken.IsCancellationRequested;

    /// <summary>The error to end with when the deadline has passed.</summary>
    public Exception AtDeadline(Exception error)
    {
        var last = _lastError ?? error;
        return _mayHaveHappened
            ? new OutcomeUnknownException(
                $"{Name} of {Target} was not confirmed within {_deadline} ({Attempts} attempts, request {Stamp.Id}). It may or may not have been applied; the same request id tells. Last error: {last.Message}",
                last)
            : last;
    }

    // Remembers what the error says; true when the rules allow another attempt.
    private bool Note(Exception error)
    {
        var failure = RetryRules.Classify(error);
        var mayRetry = RetryRules.MayRetry(_method.Kind, failure);
        if (mayRetry)
        {
            _lastError = error;
            _mayHaveHappened |= RetryRules.MayHaveHappened(_method.Kind, failure);
        }

        return mayRetry;
    }

    private async Task<object?> CallAgain(CallStamp stamp)
    {
        RetryPass.Current = new RetryPass(Target, _context.InterfaceMethod, stamp);
        return await _method.Call(_grain, _arguments);
    }

    // Waits for this attempt, or for the answer of an earlier one; gives it up when its time is over.
    private async Task Answered(Task attempt)
    {
        if (_attemptTimeout == Timeout.InfiniteTimeSpan)
        {
            await Take(attempt);
            return;
        }

        var began = _time.GetTimestamp();
        var limit = _attemptTimeout < Remaining ? _attemptTimeout : Remaining;
        while (true)
        {
            var left = limit - _time.GetElapsedTime(began);
            var ended = _late.Count == 0 ? attempt : Task.WhenAny([attempt, .. _late]);
            try
            {
                await ended.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time, CallerToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
            finally
            {
                _late.RemoveAll(late => late.IsCompleted && !IsAnswer(late));
            }

            if (attempt.IsCompleted)
            {
                await Take(attempt);
                return;
            }

            if (_late.Find(IsAnswer) is { } answered)
            {
                Abandon(attempt);
                await Take(answered);
                return;
            }

            if (CallerToken.IsCancellationRequested || _time.GetElapsedTime(began) >= limit)
            {
                Abandon(attempt);
                CallerToken.ThrowIfCancellationRequested();
                throw new TimeoutException($"Attempt {Attempts} of {Name} of {Target} was not answered within {limit}.");
            }
        }
    }

    // An answer is a result, or an error that another attempt would not change. A refusal of an attempt that was given up counts only when it is recorded: else
    // the attempt after it may still have its effect.
    private bool IsAnswer(Task attempt) =>
        attempt.IsCompletedSuccessfully
        || (attempt.IsFaulted && attempt.Exception.InnerException is not RefusedException { IsRecorded: false } && !RetryRules.MayRetry(_method.Kind, RetryRules.Classify(attempt.Exception.InnerException!)));

    private void Abandon(Task attempt)
    {
        _late.Add(attempt);
        attempt.Ignore(); // observes the error that may come when nobody waits any more
    }

    private async Task Take(Task attempt)
    {
        await attempt;
        if (attempt == _first)
        {
            return; // the request itself has set the response
        }

        if (_method.HasNoResult)
        {
            _context.Response = Response.Completed;
        }
        else
        {
            _context.Result = ((Task<object?>)attempt).Result;
        }
    }
}
