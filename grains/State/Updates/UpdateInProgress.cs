namespace ActiveActive.State.Updates;

/// <summary>Marks the thread on which an update's function runs, so that calls which a pure function must not make can be refused.</summary>
internal static class UpdateInProgress
{
    [ThreadStatic]
    private static bool _onThisThread;

    [ThreadStatic]
    private static Exception? _violation;

    public static bool OnThisThread => _onThisThread;

    public static Ending Begin()
    {
        _onThisThread = true;
        return default;
    }

    /// <summary>Refuses what the function tried. The error is also kept for the update, because the function may not look at the task that carries it.</summary>
    public static Exception Refuse(string what) =>
        _violation = new InvalidOperationException($"{what} from inside an update's function. The function must be pure: return the change, and do the rest before or after the update.");

    /// <summary>Forgets what an earlier function tried.</summary>
    public static void Forget() => _violation = null;

    /// <summary>Fails the update whose function tried something that was refused.</summary>
    public static void ThrowIfViolated()
    {
        if (_violation is { } violation)
        {
            _violation = null;
            throw violation;
        }
    }

    /// <summary>Ends it.</summary>
    public readonly struct Ending : IDisposable
    {
        public void Dispose() => (_onThisThread, _violation) = (false, null);
    }
}
