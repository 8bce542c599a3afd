using System.Collections.Concurrent;
namespace ActiveActive;

/// <summary>
/// The call that the present code runs for. Every grain call made inside it, and every update of state, gets an id derived from the scope's id,
/// its own target and its ordinal for that target; so a retry of the whole derives the same ids and nothing is applied twice.
/// </summary>
/// <remarks>
/// The framework opens a scope around each grain method. A client opens one around several calls that belong together, or to give a retry of
/// its own (after a restart, from a queue) the id of the first try:
/// <code>using (CallScope.Begin(id, attempt: 2)) await account.Deposit(100);</code>
/// The ordinal counts calls to the same method of the same grain, in the order in which they are made; calls to different grains may be made
/// in any order, also by Task.WhenAll.
/// </remarks>
public sealed class CallScope : IDisposable
{
    private static readonly AsyncLocal<CallScope?> Ambient = new();
    private readonly CallScope? _outer;
    private readonly Func<CallStamp>? _newStamp;
    private CallStamp? _stamp;

    // Most calls read only, or have one effect: they need no table of counters.
    private string? _first;
    private int _firstOrdinal;
    private ConcurrentDictionary<string, int>? _others;

    private CallScope(CallStamp stamp)
    {
        _stamp = stamp;
        _outer = Ambient.Value;
        Ambient.Value = this;
    }

    private CallScope(Func<CallStamp> newStamp)
    {
        _newStamp = newStamp;
        _outer = Ambient.Value;
        Ambient.Value = this;
    }

    /// <summary>The innermost scope of the running code, or null outside any.</summary>
    public static CallScope? Current => Ambient.Value;

    /// <summary>What the calls inside this scope derive from.</summary>
    public CallStamp Stamp => _stamp ?? Interlocked.CompareExchange(ref _stamp, _newStamp!(), null) ?? _stamp;

    /// <summary>Opens a scope for the running code; disposing it returns to the outer one.</summary>
    /// <param name="id">The id that names the whole.</param>
    /// <param name="attempt">1 when nothing was done under this id before, more when it may have been.</param>
    /// <param name="kind">How the id came to be.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="attempt"/> is below 1.</exception>
    public static CallScope Begin(RequestId id, int attempt = 1, CallKind kind = CallKind.Ordinary)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        return new CallScope(new CallStamp(id, attempt, kind));
    }

    /// <summary>Opens a scope that continues a call received with <paramref name="stamp"/>.</summary>
    public static CallScope Begin(CallStamp stamp)
    {
        ArgumentNullException.ThrowIfNull(stamp);
        return new CallScope(stamp);
    }

    /// <summary>Opens a scope for a call that brought no stamp. It gets one when something asks for it; most such calls only read.</summary>
    internal static CallScope Begin(Func<CallStamp> newStamp) => new(newStamp);

    /// <summary>As <see cref="Suppress"/>, until the calling async method ends.</summary>
    internal static void Leave()
    {
        if (Ambient.Value is not null)
        {
            Ambient.Value = null;
        }
    }

    /// <summary>Runs the code that follows in the same async flow outside any scope, until disposed.</summary>
    public static IDisposable Suppress()
    {
        var suppressed = new Suppression(Ambient.Value);
        Ambient.Value = null;
        return suppressed;
    }

    /// <summary>The stamp of the next call from this scope to a method of a grain.</summary>
    /// <param name="target">The grain called.</param>
    /// <param name="method">The interface and method called.</param>
    public CallStamp NextCall(GrainId target, string method)
    {
        var subject = $"{target}/{method}";
        return Stamp with { Id = Stamp.Id.Derive("call", subject, Next("call:" + subject)) };
    }

    /// <summary>The id of the next effect of this call on a state: an update, or anything else that must happen once.</summary>
    public RequestId NextEffect(GrainId grain, string stateName)
    {
        var subject = $"{grain}/{stateName}";
        return Stamp.Id.Derive("effect", subject, Next("effect:" + subject));
    }

    /// <summary>Returns to the outer scope.</summary>
    public void Dispose() => Ambient.Value = _outer;

    private int Next(string counter)
    {
        if (Interlocked.CompareExchange(ref _first, counter, null) is not { } first)
        {
            return 0;
        }

        return first == counter
            ? Interlocked.Increment(ref _firstOrdinal)
            : LazyInitializer.EnsureInitialized(ref _others, static () => new(StringComparer.Ordinal)).AddOrUpdate(counter, 0, static (_, last) => last + 1);
    }

    private sealed class Suppression(CallScope? suppressed) : IDisposable
    {
        public void Dispose() => Ambient.Value = suppressed;
    }
}
