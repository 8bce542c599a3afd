namespace ActiveActive.Silo.Hosting;

/// <summary>How far a silo's life has come; read by the health checks and by what must wait for the silo.</summary>
internal sealed class SiloState
{
    private readonly TaskCompletionSource _active = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _leaving;

    /// <summary>Completes when the silo has joined its cluster and serves.</summary>
    public Task Active => _active.Task;

    public bool HasStarted => _active.Task.IsCompleted;

    /// <summary>Whether new callers are welcome.</summary>
    public bool IsReady => HasStarted && !_leaving;

    public void SetActive() => _active.TrySetResult();

    public void SetLeaving() => _leaving = true;
}
