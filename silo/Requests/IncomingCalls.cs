using ActiveActive.State;

namespace ActiveActive.Silo.Requests;

/// <summary>Opens a <see cref="CallScope"/> around every grain method, from the stamp that came with the call.</summary>
internal sealed class IncomingCalls(IDatabaseClock clock) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.TargetId.IsSystemTarget())
        {
            await context.Invoke();
            return;
        }

        using (CallScope.Begin(StampOf(context)))
        {
            await context.Invoke();
        }
    }

    private CallStamp StampOf(IIncomingGrainCallContext context)
    {
        if (context.Grain is IRemindable && context.InterfaceMethod.DeclaringType == typeof(IRemindable))
        {
            return ReminderTick.Stamp(context.TargetId, (string)context.Request.GetArgument(0)!, (TickStatus)context.Request.GetArgument(1)!);
        }

        // Timers carry no stamp, and neither do callers without our client: each such call is one of its own.
        return RequestContext.Get(CallStamp.Key) as CallStamp ?? new CallStamp(RequestId.New(clock.UtcNow), 1);
    }
}
