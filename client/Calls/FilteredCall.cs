using Orleans.Serialization.Invocation;

namespace ActiveActive.Client.Calls;

/// <summary>A call that comes through an outgoing call filter, whose context takes the response: a silo's own.</summary>
internal sealed class FilteredCall(IOutgoingGrainCallContext context, GrainMethod method, CallStamp? stamp, RetryingCaller caller)
    : RetriedCall(context.TargetId, context.Grain, context.Request, method, stamp, caller, startedAt: 0)
{
    private readonly TaskCompletionSource _done = new();
    private Task? _first;

    protected override bool IsFirstOver => _first!.IsCompleted;

    protected override Task First => _first!;

    /// <summary>Makes the call; the context then has its response.</summary>
    public Task Run()
    {
        Begin();
        return _done.Task;
    }

    protected override void SendFirst() => _first = RetryingCaller.InvokeStamped(context, FirstStamp);

    protected override void WatchFirst() => _first!.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(OnFirstOver);

    protected override bool TryTakeFirst(bool isLate) => _first!.IsCompletedSuccessfully;

    protected override void EndByFirst() => _done.TrySetResult();

    protected override void End(Task answer)
    {
        if (answer != _first)
        {
            if (HasNoResult)
            {
                context.Response = Response.Completed;
            }
            else
            {
                context.Result = ((Task<object?>)answer).Result;
            }
        }

        _done.TrySetResult();
    }

    protected override void Fail(Exception error) => _done.TrySetException(error);
}
