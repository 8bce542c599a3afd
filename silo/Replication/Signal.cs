namespace ActiveActive.Silo.Replication;

/// <summary>Wakes one waiter when there is something to do; several raises while it is busy count as one.</summary>
internal sealed class Signal : IDisposable
{
    private readonly SemaphoreSlim _raised = new(0, 1);

    public void Raise()
    {
        try
        {
            _raised.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is raised.
        }
    }

    /// <summary>Waits until it is raised, or for so long.</summary>
    public Task Wait(TimeSpan most, CancellationToken cancellation) => _raised.WaitAsync(most, cancellation);

    public void Dispose() => _raised.Dispose();
}
