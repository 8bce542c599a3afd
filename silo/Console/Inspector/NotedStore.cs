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

    public async Task<CommitOutcome> Commit(StateWrite write, CancellationToken cancellation)
    {
        var outcome = await store.Commit(write, cancellation);
        if (outcome == CommitOutcome.Committed && write.Effects.Count > 0)
        {
            writes.Add(write);
        }

        return outcome;
    }
}
