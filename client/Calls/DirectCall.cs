namespace ActiveActive.Client.Calls;

/// <summary>A call of a client, made through Orleans' own way to send requests.</summary>
/// <typeparam name="T">What it answers; anything for a method that answers nothing.</typeparam>
internal sealed class DirectCall<T>(in OutgoingRequest request, GrainMethod method, CallStamp? stamp, RetryingCaller caller, long startedAt)
    : RetriedCall(request.Target, request.Grain, request.Body, method, stamp, caller, startedAt)
{
    private readonly OutgoingRequest _request = request;
    private readonly TaskCompletionSource<T?> _done = new();

    // Orleans pools what is behind the first attempt: it is looked at until it is over, and taken once.
    private ValueTask<T?> _first;
    private volatile bool _isFirstOver;
    private bool _isFirstTaken;
    private T? _firstResult;
    private TaskCompletionSource<T?>? _firstAsTask;

    protected override bool IsFirstOver => _isFirstOver;

    protected override Task First => FirstAsTask.Task;

    private TaskCompletionSource<T?> FirstAsTask => LazyInitializer.EnsureInitialized(ref _firstAsTask);

    /// <summary>Makes the call.</summary>
    public Task<T?> Run()
    {
        Begin();
        return _done.Task;
    }

    protected override void SendFirst()
    {
#pragma warning disable CA2012 // It is taken once: _isFirstTaken.
        _first = _request.Send<T>(FirstStamp, HasNoResult);
#pragma warning restore CA2012
        _isFirstOver = _first.IsCompleted;
    }

    protected override void WatchFirst() => _first.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(OnCompleted);

    protected override bool TryTakeFirst(bool isLate)
    {
        if (Interlocked.Exchange(ref _isFirstTaken, true))
        {
            return false;
        }

        try
        {
            _firstResult = _first.GetAwaiter().GetResult();
        }
#pragma warning disable CA1031 // It is kept for whoever asks for the first attempt.
        catch (Exception error)
#pragma warning restore CA1031
        {
            FirstAsTask.TrySetException(error);
            return false;
        }

        if (isLate)
        {
            FirstAsTask.TrySetResult(_firstResult);
        }

        return true;
    }

    protected override void EndByFirst() => _done.TrySetResult(_firstResult);

    protected override void End(Task answer) =>
        _done.TrySetResult(answer is Task<T?> first ? first.Result : HasNoResult ? default : (T?)((Task<object?>)answer).Result);

    protected override void Fail(Exception error) => _done.TrySetException(error);

    private void OnCompleted()
    {
        _isFirstOver = true;
        OnFirstOver();
    }
}
