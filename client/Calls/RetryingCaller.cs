namespace ActiveActive.Client.Calls;

/// <summary>
/// Makes grain calls that survive failures: an outgoing call filter's work.
/// </summary>
/// <remarks>
/// <para>Normal path: the call gets its stamp (derived from the <see cref="CallScope"/> when there is one, else a fresh request id), is entered into the list of calls in
/// flight, and goes out.</para>
/// <para>An attempt fails, or is not answered in the time that <see cref="AttemptTimeout"/> has learnt, or the cluster's events (<see cref="IClusterEvents"/>) say that its silo
/// or gateway is gone: <see cref="RetryRules"/> decides. A retry is a new call on the grain reference, not a second sending of the request object, which is pooled and may
/// still be in use. It comes through the filter again, where <see cref="RetryPass"/> marks it, and carries the same request id with a higher attempt
/// number. After an expiry or an event it goes at once, after an error with back-off; <see cref="RetryBudget"/> bounds all of them.</para>
/// <para>An attempt that was given up may still be answered: the first answer of any attempt wins, as all of them are one request.</para>
/// <para>The deadline ends it, or, sooner, the loss of all gateways: with <see cref="OutcomeUnknownException"/> when an attempt may have had an effect, else
/// with the last error, or one that says that nothing was done.</para>
/// <para>Not touched: calls to system targets, to clients (observers) and to Orleans' own interfaces.</para>
/// <para>Not guaranteed: an order between calls that one caller has in flight at the same time (nor does Orleans give one).</para>
/// </remarks>
internal sealed class RetryingCaller(CallServices services, Func<DateTimeOffset> databaseNow)
{
    /// <summary>Makes a call on behalf of the filter.</summary>
    public Task Invoke(IOutgoingGrainCallContext context) => Invoke(context, services.Time.GetTimestamp());

    /// <summary>As above, for a call whose deadline began to run at a timestamp of the time provider.</summary>
    public Task Invoke(IOutgoingGrainCallContext context, long startedAt)
    {
        if (!TryGetMethod(context, out var method))
        {
            return context.Invoke();
        }

        if (RetryPass.Current is { } pass && pass.Fits(context))
        {
            return InvokeStamped(context, pass.Stamp);
        }

        // What only reads, and is no part of something larger, needs no id.
        var stamp = method.Kind is MethodKind.ReadOnly && CallScope.Current is null && RequestContext.Get(CallStamp.Key) is null ? null : NextStamp(context);
        return method.Kind is MethodKind.OneWay
            ? InvokeStamped(context, stamp)
            : new RetriedCall(context, method, stamp, this, startedAt).Run();
    }

    public CallServices Services => services;

    /// <summary>A stamp for a call that is no part of another one.</summary>
    public CallStamp NewStamp() => new(RequestId.New(databaseNow()), 1);

    /// <summary>Whether this is a call that an application makes to a grain, rather than one of Orleans' own.</summary>
    internal static bool TryGetMethod(IOutgoingGrainCallContext context, out GrainMethod method)
    {
        method = null!;
        if (context.TargetId.IsSystemTarget() || context.TargetId.IsClient() || context.InterfaceMethod is not { DeclaringType: not null } info)
        {
            return false;
        }

        method = GrainMethod.Of(info);
        return !method.IsOrleansOwn;
    }

    /// <summary>Sends the request with a stamp. As an async method it leaves the caller's own request context as it was.</summary>
    internal static Task InvokeStamped(IOutgoingGrainCallContext context, CallStamp? stamp) =>
        stamp is null && RetryPass.Current is null ? context.Invoke() : InvokeInOwnContext(context, stamp);

    private static async Task InvokeInOwnContext(IOutgoingGrainCallContext context, CallStamp? stamp)
    {
        RetryPass.Current = null;
        if (stamp is not null)
        {
            RequestContext.Set(CallStamp.Key, stamp.ToContext());
        }

        await context.Invoke().ConfigureAwait(false);
    }

    private CallStamp NextStamp(IOutgoingGrainCallContext context) =>
        CallScope.Current?.NextCall(context.TargetId, $"{context.InterfaceName}.{context.MethodName}")
        ?? NewStamp();
}
