using ActiveActive.Silo.Membership.Fencing;
using ActiveActive.State;
using Orleans.CodeGeneration;

namespace ActiveActive.Silo.Requests;

/// <summary>
/// Opens a <see cref="CallScope"/> around every grain method, from the stamp that came with the call; lets its answer out only while this silo is known to be a member
/// (<see cref="SelfFence"/>). Errors wait as well: a refusal may come from old memory, too.
/// </summary>
/// <param name="clock">Dates the ids of calls that bring none.</param>
/// <param name="fence">Null in a silo whose membership is not ours.</param>
internal sealed class IncomingCalls(IDatabaseClock clock, FenceGate? fence = null) : IIncomingGrainCallFilter
{
    private readonly Func<CallStamp> _newStamp = () => CallStamp.New(clock.UtcNow);

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.TargetId.IsSystemTarget())
        {
            return context.Invoke();
        }

        // The scope ends with the async method of Orleans' that has called this.
        BeginScope(context);
        var call = context.Invoke();
        return fence is null || (call.IsCompleted && fence.IsOpen) ? call : Answer(call, fence);
    }

    private static async Task Answer(Task call, FenceGate fence)
    {
        try
        {
            await call;
        }
        finally
        {
            if (!fence.IsOpen)
            {
                await fence.WaitUntilOpen();
            }
        }
    }

    private void BeginScope(IIncomingGrainCallContext context)
    {
        if (context.Grain is IRemindable && context.InterfaceMethod.DeclaringType == typeof(IRemindable))
        {
            CallScope.Begin(ReminderTick.Stamp(context.TargetId, (string)context.Request.GetArgument(0)!, (TickStatus)context.Request.GetArgument(1)!));
        }
        else if (CallStamp.FromContext(RequestContext.Get(CallStamp.Key)) is { } stamp)
        {
            CallScope.Begin(stamp);
        }
        else if (context.Request is RequestBase { Options: var options } && options.HasFlag(InvokeMethodOptions.ReadOnly))
        {
            CallScope.Leave(); // a read from outside needs no id; what it calls gets a fresh one
        }
        else
        {
            // Timers and callers without our client: each such call is one of its own.
            CallScope.Begin(_newStamp);
        }
    }
}
