using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using ActiveActive.Client;
using ActiveActive.Client.Calls;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.CodeGeneration;
using Orleans.Serialization;
using Orleans.Serialization.Invocation;

namespace ActiveActive.Tests.Unit.Client;

/// <summary>
/// A grain behind a real <see cref="RetryingCaller"/>: calls of its proxy come to it as those of Orleans' references do, and each attempt is answered by
/// the test, or left hanging.
/// </summary>
internal sealed class FakeGrain : IGrainReferenceRuntime
{
    private readonly RetryingCaller _caller;
    private readonly ConcurrentQueue<Func<Attempt, Task<object?>>> _script = new();

    public FakeGrain(CallOptions? options = null, IGatewayLink? link = null, DeepCopier? copier = null)
    {
        Options = options ?? new CallOptions();
        Services = new CallServices(Options, Time, new CallLog(NullLogger.Instance), null, link, copier, new Random(1), isExact: true);
        _caller = new RetryingCaller(Services, () => DatabaseNow);
        Reference = null!;
    }

    public CallServices Services { get; }

    public CallOptions Options { get; }

    public CountedTime Time { get; } = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public DateTimeOffset DatabaseNow { get; } = new(2031, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public GrainId Id { get; init; } = GrainId.Create("fake", "key");

    public object Reference { get; private set; }

    /// <summary>Whether calls come through an outgoing call filter, as a silo's do; else as a client's.</summary>
    public bool IsFiltered { get; init; }

    /// <summary>What was sent, in order.</summary>
    public ConcurrentQueue<Attempt> Attempts { get; } = new();

    public TimeSpan? ResponseTimeout { get; init; }

    /// <summary>Makes the proxy through which the test calls.</summary>
    public T As<T>()
        where T : class
    {
        var proxy = DispatchProxy.Create<T, Proxy>();
        ((Proxy)(object)proxy).Grain = this;
        Reference = proxy;
        return proxy;
    }

    /// <summary>Answers the next attempt with a result.</summary>
    public FakeGrain Answers(object? result) => Does(_ => Task.FromResult(result));

    /// <summary>Fails the next attempt.</summary>
    public FakeGrain Fails(Exception error) => Does(_ => Task.FromException<object?>(error));

    /// <summary>Fails all attempts from here.</summary>
    public FakeGrain AlwaysFails(Func<Exception> error)
    {
        for (var i = 0; i < 10_000; i++)
        {
            Fails(error());
        }

        return this;
    }

    /// <summary>Leaves the next attempt without an answer, until the test gives one.</summary>
    public FakeGrain Hangs(out TaskCompletionSource<object?> answer)
    {
        var source = answer = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        return Does(_ => source.Task);
    }

    public FakeGrain Hangs() => Hangs(out _);

    public FakeGrain Does(Func<Attempt, Task<object?>> step)
    {
        _script.Enqueue(step);
        return this;
    }

    /// <summary>Lets time pass in small steps until the call has ended, and answers how much that was.</summary>
    public async Task<TimeSpan> Finish(Task call, TimeSpan? limit = null)
    {
        var step = TimeSpan.FromMilliseconds(10);
        var began = Time.GetUtcNow();
        while (!call.IsCompleted && Time.GetUtcNow() - began < (limit ?? TimeSpan.FromMinutes(5)))
        {
            await Settle(call);
            await Time.SomebodyWaits(call);
            if (!call.IsCompleted)
            {
                Time.Advance(step);
            }
        }

        Assert.True(call.IsCompleted, "The call did not end.");
        return Time.GetUtcNow() - began;
    }

    // A busy machine may leave work waiting for a while; work of other tests must not hold this one up for ever.
    private const int MostYields = 200;

    /// <summary>Lets all work run that needs no time to pass.</summary>
    public static async Task Settle(Task? until = null)
    {
        for (var i = 0; (i < 5 || (ThreadPool.PendingWorkItemCount > 0 && i < MostYields)) && until is not { IsCompleted: true }; i++)
        {
            await Task.Yield();
        }
    }

    ValueTask<T?> IGrainReferenceRuntime.InvokeMethodAsync<T>(GrainReference reference, IInvokable request, InvokeMethodOptions options)
        where T : default => new(Answer<T>((FakeRequest)request));

    ValueTask IGrainReferenceRuntime.InvokeMethodAsync(GrainReference reference, IInvokable request, InvokeMethodOptions options) => new(Answer<object>((FakeRequest)request));

    void IGrainReferenceRuntime.InvokeMethod(GrainReference reference, IInvokable request, InvokeMethodOptions options) => Answer<object>((FakeRequest)request).Ignore();

    object IGrainReferenceRuntime.Cast(IAddressable grain, Type interfaceType) => throw new NotSupportedException();

    private async Task<object?> Invoke(MethodInfo method, object?[] arguments)
    {
        var cancellation = arguments.OfType<CancellationToken>().FirstOrDefault();
        var request = new FakeRequest(method, arguments, cancellation) { ResponseTimeout = ResponseTimeout };
        var outgoing = new OutgoingRequest(this, null!, request, InvokeMethodOptions.None, Id, Reference);
        if (!IsFiltered && RetryingCaller.TryGetMethod(Id, method, out var known))
        {
            return await _caller.Invoke<object?>(outgoing, known, Time.GetTimestamp());
        }

        var context = new FakeCallContext(this, request, () => Send(method, arguments));
        await _caller.Invoke(context);
        return context.Result;
    }

    private async Task<T?> Answer<T>(FakeRequest request)
    {
        var (method, arguments) = (request.GetMethod(), request.Arguments);
        request.Dispose();
        return (T?)await Send(method, arguments);
    }

    private Task<object?> Send(MethodInfo method, object?[] arguments)
    {
        var attempt = new Attempt(method.Name, arguments, CallStamp.FromContext(RequestContext.Get(CallStamp.Key)), Time.GetUtcNow());
        Attempts.Enqueue(attempt);
        return _script.TryDequeue(out var step) ? step(attempt) : Task.FromException<object?>(new InvalidOperationException("No answer is scripted."));
    }

    internal sealed record Attempt(string Method, object?[] Arguments, CallStamp? Stamp, DateTimeOffset At);

    [SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives from it.")]
    internal class Proxy : DispatchProxy
    {
        public FakeGrain Grain { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var call = Grain.Invoke(targetMethod!, args ?? []);
            var type = targetMethod!.ReturnType;
            if (type == typeof(Task))
            {
                return call;
            }

            if (type == typeof(ValueTask))
            {
                return new ValueTask(call);
            }

            var convert = typeof(Proxy).GetMethod(nameof(Convert), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type.GetGenericArguments());
            var task = convert.Invoke(null, [call])!;
            return type.GetGenericTypeDefinition() == typeof(Task<>) ? task : Activator.CreateInstance(type, task);
        }

        private static async Task<T> Convert<T>(Task<object?> call) => (T)(await call)!;
    }
}
