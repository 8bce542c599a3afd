using ActiveActive.Client.Calls;
using Microsoft.Extensions.Options;
using Orleans.CodeGeneration;
using Orleans.Serialization.Invocation;

namespace ActiveActive.Client.Connection;

/// <summary>
/// Stands before Orleans' own way to send a client's requests: a call waits for the connection, then is left to <see cref="RetryingCaller"/>.
/// </summary>
/// <remarks>
/// Not an outgoing call filter: those make Orleans build a pipeline for each call, which costs a client more than all that we do. An application's own filters still run, inside of each attempt.
/// </remarks>
internal sealed class ClientCalls(IGrainReferenceRuntime inner, RetryingCaller caller, ConnectionGate gate, TimeProvider time, IOptions<ActiveActiveClientOptions> options)
    : IGrainReferenceRuntime
{
    public ValueTask<T?> InvokeMethodAsync<T>(GrainReference reference, IInvokable request, InvokeMethodOptions options)
    {
        if (!RetryingCaller.TryGetMethod(reference.GrainId, request.GetMethod(), out var method))
        {
            return inner.InvokeMethodAsync<T>(reference, request, options);
        }

        return Invoke<T>(Outgoing(reference, request, options), method);
    }

    public ValueTask InvokeMethodAsync(GrainReference reference, IInvokable request, InvokeMethodOptions options)
    {
        if (!RetryingCaller.TryGetMethod(reference.GrainId, request.GetMethod(), out var method))
        {
            return inner.InvokeMethodAsync(reference, request, options);
        }

        var call = Invoke<bool>(Outgoing(reference, request, options), method);
        return call.IsCompletedSuccessfully ? default : new ValueTask(call.AsTask());
    }

    public void InvokeMethod(GrainReference reference, IInvokable request, InvokeMethodOptions options)
    {
        if (!RetryingCaller.TryGetMethod(reference.GrainId, request.GetMethod(), out var method))
        {
            inner.InvokeMethod(reference, request, options);
            return;
        }

        var outgoing = Outgoing(reference, request, options);
        if (MayBeSent(method))
        {
            caller.InvokeOneWay(outgoing, method);
        }
        else
        {
            InvokeOneWayWhenConnected(outgoing, method).Ignore();
        }
    }

    public object Cast(IAddressable grain, Type interfaceType) => inner.Cast(grain, interfaceType);

    private OutgoingRequest Outgoing(GrainReference reference, IInvokable request, InvokeMethodOptions options) =>
        new(inner, reference, request, options, reference.GrainId, reference);

    private ValueTask<T?> Invoke<T>(in OutgoingRequest request, GrainMethod method) =>
        MayBeSent(method) ? caller.Invoke<T>(request, method, startedAt: 0) : InvokeWhenConnected<T>(request, method);

    // The clock's calls are part of connecting.
    private bool MayBeSent(GrainMethod method) => gate.IsOpen || method.Info.DeclaringType == typeof(IRegionClockGrain);

    private async ValueTask<T?> InvokeWhenConnected<T>(OutgoingRequest request, GrainMethod method)
    {
        var startedAt = time.GetTimestamp();
        await Connected(request.Body.GetCancellationToken());
        return await caller.Invoke<T>(request, method, startedAt);
    }

    private async Task InvokeOneWayWhenConnected(OutgoingRequest request, GrainMethod method)
    {
        await Connected(request.Body.GetCancellationToken());
        caller.InvokeOneWay(request, method);
    }

    private Task Connected(CancellationToken cancellation) => gate.Wait(options.Value.Region, options.Value.Calls.Deadline, time, cancellation);
}
