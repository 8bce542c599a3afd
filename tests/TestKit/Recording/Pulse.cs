namespace ActiveActive.TestKit;

/// <summary>
/// Tells those who wait that something has changed. Take <see cref="Next"/> first, then look, then wait for it: so nothing that comes meanwhile is missed.
/// </summary>
internal sealed class Pulse
{
    private TaskCompletionSource _next = New();

    /// <summary>Completes with the next change.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Beat() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
