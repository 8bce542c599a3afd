using ActiveActive.Client.Calls;
using Microsoft.Extensions.Options;

namespace ActiveActive.Client.Connection;

/// <summary>The client's outgoing call filter: waits for the connection, then leaves the call to <see cref="RetryingCaller"/>.</summary>
internal sealed class ClientCallFilter(RetryingCaller caller, ConnectionGate gate, TimeProvider time, IOptions<ActiveActiveClientOptions> options)
    : IOutgoingGrainCallFilter
{
    public Task Invoke(IOutgoingGrainCallContext context) =>
        gate.IsOpen || IsNeededToConnect(context) ? caller.Invoke(context) : InvokeWhenConnected(context);

    private static bool IsNeededToConnect(IOutgoingGrainCallContext context) =>
        context.InterfaceMethod?.DeclaringType == typeof(IRegionClockGrain) || !RetryingCaller.TryGetMethod(context, out _);

    private async Task InvokeWhenConnected(IOutgoingGrainCallContext context)
    {
        var startedAt = time.GetTimestamp();
        await gate.Wait(options.Value.Region, options.Value.Calls.Deadline, time, context.Request.GetCancellationToken());
        await caller.Invoke(context, startedAt);
    }
}
