using Orleans.CodeGeneration;
using Orleans.Serialization.Invocation;

namespace ActiveActive.Client.Calls;

/// <summary>A request of a grain reference, as Orleans is about to send it.</summary>
/// <param name="Inner">Orleans' own way to send it, with the application's filters.</param>
/// <param name="Reference">The reference.</param>
/// <param name="Body">The request. Not to be touched once it is sent.</param>
/// <param name="Options">Orleans' options.</param>
/// <param name="Target">The grain called.</param>
/// <param name="Grain">What can be called again: the reference.</param>
internal readonly record struct OutgoingRequest(
    IGrainReferenceRuntime Inner,
    GrainReference Reference,
    IInvokable Body,
    InvokeMethodOptions Options,
    GrainId Target,
    object Grain)
{
    /// <summary>Sends it with a stamp, or without one. Never throws.</summary>
    /// <typeparam name="T">What it answers; anything for a method that answers nothing.</typeparam>
    public ValueTask<T?> Send<T>(CallStamp? stamp, bool hasNoResult)
    {
        var outer = Stamping.Enter(stamp);
        try
        {
            return hasNoResult ? WithoutResult<T>(Inner.InvokeMethodAsync(Reference, Body, Options)) : Inner.InvokeMethodAsync<T>(Reference, Body, Options);
        }
#pragma warning disable CA1031 // The same as an attempt that fails a little later.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return ValueTask.FromException<T?>(error);
        }
        finally
        {
            outer.Return();
        }
    }

    /// <summary>Sends it with a stamp, when nothing is answered.</summary>
    public void SendOneWay(CallStamp stamp)
    {
        var outer = Stamping.Enter(stamp);
        try
        {
            Inner.InvokeMethod(Reference, Body, Options);
        }
        finally
        {
            outer.Return();
        }
    }

    private static async ValueTask<T?> WithoutResult<T>(ValueTask call)
    {
        await call.ConfigureAwait(false);
        return default;
    }

    /// <summary>Puts a stamp into Orleans' request context for as long as a request is being sent. Cheaper than an async method of its own, which would end it as well.</summary>
    private readonly struct Stamping
    {
        private readonly ExecutionContext? _outer;
        private readonly Action? _undo;

        private Stamping(ExecutionContext? outer, Action? undo) => (_outer, _undo) = (outer, undo);

        public static Stamping Enter(CallStamp? stamp)
        {
            var isRetry = RetryPass.Current is not null;
            var trace = Tracing.Recorded;
            if (stamp is null && !isRetry && trace is null)
            {
                return default;
            }

            var outer = ExecutionContext.Capture();
            var undo = outer is null ? ByHand() : null;
            if (isRetry)
            {
                RetryPass.Current = null;
            }

            if (stamp is not null)
            {
                RequestContext.Set(CallStamp.Key, stamp.ToContext());
            }

            if (trace is not null)
            {
                RequestContext.Set(Tracing.ContextKey, trace.Id!);
            }

            return new Stamping(outer, undo);
        }

        public void Return()
        {
            if (_outer is not null)
            {
                ExecutionContext.Restore(_outer);
            }

            _undo?.Invoke();
        }

        // Whoever has suppressed the flow of its context has none that could be captured and restored.
        private static Action ByHand()
        {
            var (pass, stamp, trace) = (RetryPass.Current, RequestContext.Get(CallStamp.Key), RequestContext.Get(Tracing.ContextKey));
            return () =>
            {
                RetryPass.Current = pass;
                PutBack(CallStamp.Key, stamp);
                PutBack(Tracing.ContextKey, trace);
            };
        }

        private static void PutBack(string key, object? former)
        {
            if (former is null)
            {
                RequestContext.Remove(key);
            }
            else
            {
                RequestContext.Set(key, former);
            }
        }
    }
}
