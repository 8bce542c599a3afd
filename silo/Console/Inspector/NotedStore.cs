using ActiveActive.State.Storage;

namespace ActiveActive.Silo.Console.Inspector;

/// <summary>A store whose latest writes can be looked at.</summary>
internal sealed class NotedStore(IStateStore store, RecentWrites writes) : IStateStore
{
    /// <summary>The store itself when nobody may look.</summary>
    public static IStateStore Around(IStateStore store, RecentWrites writes, ConsoleOptions options) => options.Enabled ? new NotedStore(store, writes) : store;

    public Task<StateRow?> Load(StateKey key, CancellationToken cancellation) => store.Load(key, cancellation);

    public Task<IReadOnlyDictionary<StateKey, StateRow>> LoadAll(IReadOnlyCollection<StateKey> keys, CancellationToken cancellation) => store.LoadAll(keys, cancellation);

    public Task<EffectLookup> FindEffects(StateKey key, IReadOnlyList<RequestId> effects, CancellationToken cancellation) => store.FindEffects(key, effects, cancellation);

    public Task<CommitOutcome> Commit(StateWrite write, CancellationToken cancellation)
    {
        var commit = store.Commit(write, cancellation);
        return write.Effects.Count == 0 ? commit : Note(commit, write);
    }

    // Wherever the commit ends: a turn of the grain for this would cost more than all else that is noted.
    private async Task<CommitOutcome> Note(Task<CommitOutcome> commit, StateWrite write)
    {
        var outcome = await commit.ConfigureAwait(false);
        if (outcome == CommitOutcome.Committed)
        {
            writes.Add(write);
        }

        return outcome;
    }
}
