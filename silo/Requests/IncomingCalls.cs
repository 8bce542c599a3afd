using ActiveActive.Silo.Membership.Fencing;
using ActiveActive.State;

namespace ActiveActive.Silo.Requests;

/// <summary>
/// Opens a <see cref="CallScope"/> around every grain method, from the stamp that came with the call; lets its answer out only while this silo is known to be a member
/// (<see cref="SelfFence"/>). Errors wait as well: a refusal may come from old memory, too.
/// </summary>
/// <param name="clock">Dates the ids of calls that bring none.</param>
/// <param name="fence">Null in a silo whose membership is not ours.</param>
internal sealed class IncomingCalls(IDatabaseClock clock, FenceGate? fence = null) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.TargetId.IsSystemTarget())
        {
            await context.Invoke();
            return;
        }

        try
        {
            using (CallScope.Begin(StampOf(context)))
            {
                await context.Invoke();
            }
        }
        finally
        {
            if (fence is { IsOpen: false })
            {
                await fence.WaitUntilOpen();
            }
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
