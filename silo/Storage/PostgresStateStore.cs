using ActiveActive.Silo.Storage.Shards;
using ActiveActive.State.Storage;

namespace ActiveActive.Silo.Storage;

/// <summary>State in PostgreSQL: each operation is one statement in autocommit, so no lock ever waits for a silo. Rows are read by the group reader, and writes go by the group committer.</summary>
internal sealed class PostgresStateStore(StorageShards shards) : IStateStore
{
    public Task<StateRow?> Load(StateKey key, CancellationToken cancellation) => StorageErrors.Guard(() => shards.Of(key).Reader.Load(key, cancellation));

    public Task<IReadOnlyDictionary<StateKey, StateRow>> LoadAll(IReadOnlyCollection<StateKey> keys, CancellationToken cancellation) => StorageErrors.Guard<IReadOnlyDictionary<StateKey, StateRow>>(async () =>
    {
        var rows = new Dictionary<StateKey, StateRow>(keys.Count);
        foreach (var shard in keys.GroupBy(shards.Of))
        {
            foreach (var (key, row) in await shard.Key.Reader.LoadAll([.. shard], cancellation))
            {
                rows[key] = row;
            }
        }

        return rows;
    });

    public Task<EffectLookup> FindEffects(StateKey key, IReadOnlyList<RequestId> effects, CancellationToken cancellation) => StorageErrors.Guard(() => shards.Of(key).Reader.FindEffects(key, effects, cancellation));

    public Task<CommitOutcome> Commit(StateWrite write, CancellationToken cancellation) => shards.Of(write.Key).Committer.Commit(write, cancellation);
}
