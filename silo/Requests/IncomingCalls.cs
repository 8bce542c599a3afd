using System.Diagnostics;
using ActiveActive.Silo.Membership.Failovers;
using ActiveActive.Silo.Membership.Fencing;
using ActiveActive.Silo.Placement;
using ActiveActive.Silo.Telemetry;
using ActiveActive.State;
using Orleans.CodeGeneration;

namespace ActiveActive.Silo.Requests;

/// <summary>
/// Opens a <see cref="CallScope"/> around every grain method, from the stamp that came with the call; lets its answer out only while this silo is known to be a member
/// (<see cref="SelfFence"/>). Errors wait as well: a refusal may come from old memory, too. Measures and traces what passes.
/// </summary>
/// <param name="clock">Dates the ids of calls that bring none.</param>
/// <param name="metrics">Measures calls.</param>
/// <param name="failovers">Told of calls to grains of a silo that was lost.</param>
/// <param name="sample">Counts calls.</param>
/// <param name="fence">Null in a silo whose membership is not ours.</param>
internal sealed class IncomingCalls(IDatabaseClock clock, CallMetrics metrics, FailoverTimes failovers, CallSample sample, FenceGate? fence = null) : IIncomingGrainCallFilter
{
    private readonly Func<CallStamp> _newStamp = () => CallStamp.New(clock.UtcNow);

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.TargetId.IsSystemTarget())
        {
            return context.Invoke();
        }

        sample.Count(context.TargetId);

        // The scope and the trace end with the async method of Orleans' that has called this.
        var grain = metrics.Of(context.TargetId, context.Grain);
        var began = grain is null ? 0 : metrics.Now;
        BeginScope(context, grain);
        var trace = Tracing.Source.HasListeners() ? BeginTrace(context) : null;
        var call = context.Invoke();
        if (call.IsCompletedSuccessfully && trace is null && !failovers.IsWaiting && fence?.IsOpen != false)
        {
            if (grain is not null)
            {
                metrics.Ended(grain, began);
            }

            return call;
        }

        return fence is null && grain is null && trace is null && !failovers.IsWaiting ? call : Answer(call, context.TargetId, grain, began, trace);
    }

    private async Task Answer(Task call, GrainId target, MeasuredGrain? grain, long began, Activity? trace)
    {
        Exception? failure = null;
        try
        {
            try
            {
                await call;
            }
            finally
            {
                if (fence?.IsOpen == false)
                {
                    await fence.WaitUntilOpen();
                }
            }

            if (failovers.IsWaiting)
            {
                failovers.Served(target);
            }
        }
        catch (Exception error)
        {
            failure = error;
            throw;
        }
        finally
        {
            if (grain is not null)
            {
                metrics.Ended(grain, began, failure);
            }

            if (trace is not null)
            {
                Tracing.End(trace, failure);
            }
        }
    }

    private void BeginScope(IIncomingGrainCallContext context, MeasuredGrain? grain)
    {
        if (context.Grain is IRemindable && context.InterfaceMethod.DeclaringType == typeof(IRemindable))
        {
            CallScope.Begin(ReminderTick.Stamp(context.TargetId, (string)context.Request.GetArgument(0)!, (TickStatus)context.Request.GetArgument(1)!));
        }
        else if (CallStamp.FromContext(RequestContext.Get(CallStamp.Key)) is { } stamp)
        {
            if (stamp.Attempt > 1)
            {
                grain?.Retried();
            }

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

    // Only what came with a recorded trace has one here: a root for each call would cost more than all that the others do, and whoever calls decides.
    private static Activity? BeginTrace(IIncomingGrainCallContext context)
    {
        if (Tracing.Parse(RequestContext.Get(Tracing.ContextKey) as string) is not { } caller || Tracing.Begin($"{context.InterfaceName}/{context.MethodName}", ActivityKind.Server, caller) is not { } trace)
        {
            return null;
        }

        trace.SetTag("rpc.system", "orleans").SetTag("rpc.service", context.InterfaceName).SetTag("rpc.method", context.MethodName).SetTag("aa.grain_type", context.TargetId.Type.ToString());
        Activity.Current = trace;
        return trace;
    }
}
