namespace ActiveActive.State.Updates;

/// <summary>Marks the thread on which an update's function runs, so that calls which a pure function must not make can be refused.</summary>
internal static class UpdateInProgress
{
    [ThreadStatic]
    private static bool _onThisThread;

    public static bool OnThisThread => _onThisThread;

    public static Ending Begin()
    {
        _onThisThread = true;
        return default;
    }

    /// <summary>Ends it.</summary>
    public readonly struct Ending : IDisposable
    {
        public void Dispose() => _onThisThread = false;
    }
}
