namespace ActiveActive.State.Updates;

/// <inheritdoc cref="IDurableState{T}"/>
internal sealed class DurableState<T>(string name, IGrainContext grain, DurableStateServices services) : UpdatableState<T>(name, grain, services, StateCodec<T>.Instance), IDurableState<T>
    where T : class, new()
{
    public override Task OnStart(CancellationToken cancellationToken)
    {
        CheckResidency(isReplicated: false);
        return base.OnStart(cancellationToken);
    }

    public Task<TReply> Update<TReply>(Func<T, Change<T, TReply>> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Enqueue<TReply>((state, _) => change(state));
    }
}
