using System.Text.Json;
using ActiveActive.Merging;
using ActiveActive.Replication;
using ActiveActive.State.Storage;
using ActiveActive.State.Updates;

namespace ActiveActive.State.Replicated;

/// <inheritdoc cref="IReplicatedState{T}"/>
internal sealed class ReplicatedState<T>(string name, Acknowledge acknowledge, IGrainContext grain, DurableStateServices services, IRegionContext region)
    : UpdatableState<Replica<T>>(name, grain, services, new ReplicaForm<T>(StateKey.Of(grain.GrainId, name), region)), IReplicatedState<T>, IReplica
    where T : class
{
    private static readonly TimeSpan LongestHold = TimeSpan.FromMilliseconds(500);
    private readonly bool _forgetsRequests = services.Options.PlantForgottenRequests;

    private readonly bool _isAlone = region.IsAlone(region.StreamOf(StateKey.Of(grain.GrainId, name)));

    public Origin Origin { get; } = region.StreamOf(StateKey.Of(grain.GrainId, name)).Origin;

    T IReplicatedState<T>.Value => Value.State.Value;

    public override Task OnStart(CancellationToken cancellationToken)
    {
        CheckResidency(isReplicated: true);
        region.Enter(Key, this); // first, so that a merge is either told to it or in what it reads
        return base.OnStart(cancellationToken);
    }

    public override async Task OnStop(CancellationToken cancellationToken)
    {
        try
        {
            await base.OnStop(cancellationToken);
        }
        finally
        {
            region.Leave(Key, this);
        }
    }

    public Task Refresh(StateRow? row) => row is null ? AskForReload() : AskToTake(row);

    public Task Hold() => AskForPause(LongestHold);

    public Task Restore(StatePath path, JsonElement value) => Update((present, at) => Change.To(Merger<T>.Instance.Restore(present, at, path, value), true));

    public Task<TReply> Update<TReply>(Func<T, Writing, Change<T, TReply>> change) => Update(change, acknowledge);

    public Task<TReply> Update<TReply>(Func<T, Writing, Change<T, TReply>> change, Acknowledge acknowledge)
    {
        ArgumentNullException.ThrowIfNull(change);
        var isMajority = acknowledge == Acknowledge.Majority || Acknowledgement.IsMajority;
        var committed = Enqueue<TReply>((replica, update) => Compute(replica, update, change));
        return isMajority ? InMajority(committed) : committed;
    }

    private async Task<TReply> InMajority<TReply>(Task<TReply> committed)
    {
        var reply = await committed;
        await region.StoredInMajority(Key);
        return reply;
    }

    private Change<Replica<T>, TReply> Compute<TReply>(Replica<T> replica, PendingUpdate<Replica<T>> update, Func<T, Writing, Change<T, TReply>> change)
    {
        var state = replica.State;
        var isRetry = MayBeElsewhere(update.Stamp);
        if (isRetry)
        {
            region.CheckRetry(update.Effect);
        }

        var writing = new Writing(Origin, state.Context, region.NextStamp(state.Latest), _forgetsRequests ? Guid.NewGuid() : update.Effect.Value, isRetry);
        var asked = change(state.Value, writing) ?? throw new InvalidOperationException("The function given to Update returned null. Return Change.To or Change.None.");
        if (asked.Kind == ChangeKind.Delete)
        {
            throw new InvalidOperationException("A replicated state cannot be deleted as a whole, since another region may be changing it. Remove what is in it.");
        }

        var next = asked.Kind == ChangeKind.Replace ? state.Update(writing, _ => asked.Next).Next : state;
        return asked.Into(ReferenceEquals(next, state) ? ChangeKind.None : ChangeKind.Replace, replica with { State = next });
    }

    // Whether another region may have made it, too.
    private bool MayBeElsewhere(CallStamp stamp) => !_isAlone && (stamp.Attempt > 1 || stamp.Kind != CallKind.Ordinary);
}
