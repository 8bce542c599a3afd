namespace ActiveActive.Silo.Placement;

/// <summary>Wakes the <see cref="Balancer"/> before its period is over. Several raises while it is busy count as one.</summary>
internal sealed class BalanceSignal(TimeProvider time)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _raised = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isCloseNeedsLock;

    /// <summary>Has grains counted at once.</summary>
    /// <param name="isClose">Whether smaller differences than usual shall be evened out.</param>
    public void Raise(bool isClose = false)
    {
        lock (_lock)
        {
            _isCloseNeedsLock |= isClose;
            _raised.TrySetResult();
        }
    }

    /// <summary>Waits until it is raised, or for so long.</summary>
    /// <returns>Whether smaller differences than usual shall be evened out.</returns>
    public async Task<bool> Wait(TimeSpan most, CancellationToken cancellation)
    {
        Task raised;
        lock (_lock)
        {
            raised = _raised.Task;
        }

        await raised.WaitAsync(most, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var isClose = _isCloseNeedsLock;
            (_isCloseNeedsLock, _raised) = (false, _raised.Task.IsCompleted ? new(TaskCreationOptions.RunContinuationsAsynchronously) : _raised);
            return isClose;
        }
    }
}
