using ActiveActive.Client.Calls;
using ActiveActive.State;
using ActiveActive.State.Sends;
using ActiveActive.State.Updates;
using Orleans.Serialization;

namespace ActiveActive.Silo.Requests;

/// <summary>Stamps every call that leaves a grain, a delivery or this silo's HTTP front end.</summary>
/// <remarks>
/// A call from a grain method gets an id derived from that method's call. A call from an activation or from code of a grain outside any call gets a fresh id,
/// also when Orleans has put the context of the activating caller there. A delivery brings its own stamp. What has no grain behind it is a client: it is
/// retried as the client library does.
/// </remarks>
internal sealed class OutgoingCalls(IDatabaseClock clock, Serializer serializer, RetryingCaller client) : IOutgoingGrainCallFilter
{
    private static readonly AsyncLocal<CallStamp?> Preset = new();

    /// <summary>Makes the next call of this async flow carry exactly this stamp.</summary>
    public static void Use(CallStamp stamp) => Preset.Value = stamp;

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (SendCapture.Open is { } capture)
        {
            capture.Accept(context, serializer);
            return Task.CompletedTask;
        }

        if (UpdateInProgress.OnThisThread)
        {
            throw UpdateInProgress.Refuse($"{context.InterfaceName}.{context.MethodName} was called (a change can carry a call: Change.Send)");
        }

        if (context.TargetId.IsSystemTarget() || context.TargetId.IsClient())
        {
            return context.Invoke();
        }

        if (Preset.Value is { } preset)
        {
            return Invoke(context, preset);
        }

        if (context.SourceContext is null)
        {
            return client.Invoke(context);
        }

        var stamp = CallScope.Current?.NextCall(context.TargetId, $"{context.InterfaceName}.{context.MethodName}")
            ?? CallStamp.New(clock.UtcNow);
        return Invoke(context, stamp);
    }

    private static async Task Invoke(IOutgoingGrainCallContext context, CallStamp stamp)
    {
        // Set inside an async method, so that it ends with this call.
        RequestContext.Set(CallStamp.Key, stamp.ToContext());
        if (Tracing.Recorded is { } trace)
        {
            RequestContext.Set(Tracing.ContextKey, trace.Id!);
        }

        Preset.Value = null;
        await context.Invoke();
    }
}
