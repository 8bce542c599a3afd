using Orleans.Serialization;
using Orleans.Serialization.Invocation;

namespace ActiveActive.State.Sends;

/// <summary>
/// Turns <c>grain => grain.Method(arguments)</c> into a recorded call: while a capture is open on this thread, the silo's outgoing call filter hands the
/// first request here instead of sending it. All of it is synchronous, hence the thread-static slot.
/// </summary>
internal sealed class SendCapture
{
    [ThreadStatic]
    private static SendCapture? _open;

    private CapturedCall? _captured;

    private SendCapture()
    {
    }

    /// <summary>The open capture of this thread, which the filter must give the request to.</summary>
    public static SendCapture? Open => _open;

    public static CapturedCall Capture<TGrain>(TGrain target, Func<TGrain, Task> call)
        where TGrain : class, IGrain
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(call);
        var capture = new SendCapture();
        _open = capture;
        try
        {
            var task = call(target);
            if (task.IsFaulted)
            {
                task.GetAwaiter().GetResult();
            }
        }
        finally
        {
            _open = null;
        }

        return capture._captured ?? throw new ExactlyOnceException(
            $"The call to send to {typeof(TGrain).Name} made no grain call. Pass a function that calls one method of the grain, such as grain => grain.Deposit(100), inside a silo that uses UseActiveActive.");
    }

    /// <summary>Takes a request from the filter.</summary>
    public void Accept(IGrainCallContext context, Serializer serializer)
    {
        if (!ExactlyOnceAttribute.Covers(context.InterfaceMethod))
        {
            throw new ExactlyOnceException(
                $"{context.InterfaceName}.{context.MethodName} cannot be sent with a state change: a send may be delivered again after a failure, so its interface must be marked [ExactlyOnce] (and its grain keep that promise).");
        }

        if (_captured is not null)
        {
            throw new ExactlyOnceException("A function given to Send may make one grain call. Use one Send for each call.");
        }

        var call = new SentCall { Target = context.TargetId, Interface = context.InterfaceType, Request = context.Request };
        _captured = new CapturedCall(context.TargetId, $"{context.InterfaceName}.{context.MethodName}", serializer.SerializeToArray(call));
        context.Response = Response.Completed;
    }
}
