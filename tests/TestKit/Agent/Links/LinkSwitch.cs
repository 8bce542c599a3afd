namespace ActiveActive.TestKit.Agent.Links;

/// <summary>The cuts that are in force now, and word of every change.</summary>
internal sealed class LinkSwitch
{
    private readonly Lock _turn = new();
    private volatile Cuts _cuts = Cuts.None;
    private volatile TaskCompletionSource _changed = New();

    public Cuts Cuts => _cuts;

    /// <summary>Completes at the next change. Take it before looking at <see cref="Cuts"/>.</summary>
    public Task Changed => _changed.Task;

    public void Change(Func<Cuts, Cuts> change)
    {
        TaskCompletionSource before;
        lock (_turn)
        {
            _cuts = change(_cuts);
            before = _changed;
            _changed = New();
        }

        before.SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
