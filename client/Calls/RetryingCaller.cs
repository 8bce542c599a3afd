using System.Reflection;
using Orleans.Serialization.Invocation;

namespace ActiveActive.Client.Calls;

/// <summary>
/// Makes grain calls that survive failures.
/// </summary>
/// <remarks>
/// <para>Normal path: the call gets its stamp (derived from the <see cref="CallScope"/> when there is one, else a fresh request id), is entered into the list of calls in
/// flight, and goes out.</para>
/// <para>An attempt fails, or is not answered in the time that <see cref="AttemptTimeout"/> has learnt, or the cluster's events (<see cref="IClusterEvents"/>) say that its silo
/// or gateway is gone: <see cref="RetryRules"/> decides. A retry is a new call on the grain reference, not a second sending of the request object, which is pooled and may
/// still be in use. It comes here again, where <see cref="RetryPass"/> marks it, and carries the same request id with a higher attempt
/// number. After an expiry or an event it goes at once, after an error with back-off; <see cref="RetryBudget"/> bounds all of them.</para>
/// <para>An attempt that was given up may still be answered: the first answer of any attempt wins, as all of them are one request.</para>
/// <para>The deadline ends it, or, sooner, the loss of all gateways: with <see cref="OutcomeUnknownException"/> when an attempt may have had an effect, else
/// with the last error, or one that says that nothing was done.</para>
/// <para>Not touched: calls to system targets, to clients (observers) and to Orleans' own interfaces.</para>
/// <para>Not guaranteed: an order between calls that one caller has in flight at the same time (nor does Orleans give one).</para>
/// </remarks>
internal sealed class RetryingCaller(CallServices services, Func<DateTimeOffset> databaseNow)
{
    public CallServices Services => services;

    /// <summary>Makes a call on behalf of a filter.</summary>
    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (!TryGetMethod(context.TargetId, context.InterfaceMethod, out var method))
        {
            return context.Invoke();
        }

        if (RetryPass.Current is { } pass && pass.Fits(context.TargetId, method))
        {
            return InvokeStamped(context, pass.Stamp);
        }

        var stamp = StampOf(method, context.TargetId, context.Request);
        return method.Kind is MethodKind.OneWay
            ? InvokeStamped(context, stamp)
            : new FilteredCall(context, method, stamp, this).Run();
    }

    /// <summary>Makes a call of a client.</summary>
    /// <typeparam name="T">What it answers; anything for a method that answers nothing.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="method">Its method.</param>
    /// <param name="startedAt">When its deadline began to run, by the time provider's timestamps; 0 for now.</param>
    public ValueTask<T?> Invoke<T>(in OutgoingRequest request, GrainMethod method, long startedAt)
    {
        if (RetryPass.Current is { } pass && pass.Fits(request.Target, method))
        {
            return request.Send<T>(pass.Stamp, method.HasNoResult);
        }

        var stamp = StampOf(method, request.Target, request.Body);
        return method.Kind is MethodKind.OneWay
            ? request.Send<T>(stamp, method.HasNoResult)
            : new ValueTask<T?>(new DirectCall<T>(request, method, stamp, this, startedAt).Run());
    }

    /// <summary>Sends a request that nothing answers.</summary>
    public void InvokeOneWay(in OutgoingRequest request, GrainMethod method) => request.SendOneWay(NextStamp(request.Target, request.Body));

    /// <summary>A stamp for a call that is no part of another one.</summary>
    public CallStamp NewStamp() => CallStamp.New(databaseNow());

    /// <summary>Whether this is a call that an application makes to a grain, rather than one of Orleans' own.</summary>
    internal static bool TryGetMethod(GrainId target, MethodInfo? info, out GrainMethod method)
    {
        method = null!;
        if (target.IsSystemTarget() || target.IsClient() || info is not { DeclaringType: not null })
        {
            return false;
        }

        method = GrainMethod.Of(info);
        return !method.IsOrleansOwn;
    }

    /// <summary>Sends the request with a stamp. As an async method it leaves the caller's own request context as it was.</summary>
    internal static Task InvokeStamped(IOutgoingGrainCallContext context, CallStamp? stamp) =>
        stamp is null && RetryPass.Current is null && Tracing.Recorded is null ? context.Invoke() : InvokeInOwnContext(context, stamp);

    private static async Task InvokeInOwnContext(IOutgoingGrainCallContext context, CallStamp? stamp)
    {
        RetryPass.Current = null;
        if (stamp is not null)
        {
            RequestContext.Set(CallStamp.Key, stamp.ToContext());
        }

        if (Tracing.Recorded is { } trace)
        {
            RequestContext.Set(Tracing.ContextKey, trace.Id!);
        }

        await context.Invoke().ConfigureAwait(false);
    }

    // What only reads, and is no part of something larger, needs no id.
    private CallStamp? StampOf(GrainMethod method, GrainId target, IInvokable request) =>
        method.Kind is MethodKind.ReadOnly && CallScope.Current is null && RequestContext.Get(CallStamp.Key) is null ? null : NextStamp(target, request);

    private CallStamp NextStamp(GrainId target, IInvokable request) =>
        CallScope.Current?.NextCall(target, $"{request.GetInterfaceName()}.{request.GetMethodName()}")
        ?? NewStamp();
}
