using System.Data;
using ActiveActive.Silo.Storage.Shards;
using ActiveActive.State.Storage;
using Npgsql;

namespace ActiveActive.Silo.Storage;

/// <summary>State in PostgreSQL: each operation is one statement in autocommit, so no lock ever waits for a silo. Writes go by the group committer.</summary>
internal sealed class PostgresStateStore(StorageShards shards) : IStateStore
{
    public Task<StateRow?> Load(StateKey key, CancellationToken cancellation) => StorageErrors.Guard(async () =>
    {
        await using var command = shards.Of(key).Source.CreateCommand(StateSql.Load);
        AddKey(command, key);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleRow, cancellation);
        return await reader.ReadAsync(cancellation)
            ? new StateRow(reader.GetInt64(0), reader.GetInt32(1), await reader.IsDBNullAsync(2, cancellation) ? null : reader.GetFieldValue<byte[]>(2))
            : null;
    });

    public Task<IReadOnlyDictionary<StateKey, StateRow>> LoadAll(IReadOnlyCollection<StateKey> keys, CancellationToken cancellation) => StorageErrors.Guard<IReadOnlyDictionary<StateKey, StateRow>>(async () =>
    {
        var rows = new Dictionary<StateKey, StateRow>(keys.Count);
        foreach (var shard in keys.GroupBy(shards.Of))
        {
            await using var command = shard.Key.Source.CreateCommand(StateSql.LoadAll);
            command.Parameters.AddAll(shard.Select(static key => key.GrainType).ToArray(), shard.Select(static key => key.GrainKey).ToArray(), shard.Select(static key => key.Name).ToArray());
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                rows[new StateKey(reader.GetString(0), reader.GetString(1), reader.GetString(2))] =
                    new StateRow(reader.GetInt64(3), reader.GetInt32(4), await reader.IsDBNullAsync(5, cancellation) ? null : reader.GetFieldValue<byte[]>(5));
            }
        }

        return rows;
    });

    public Task<EffectLookup> FindEffects(StateKey key, IReadOnlyList<RequestId> effects, CancellationToken cancellation) => StorageErrors.Guard(async () =>
    {
        await using var command = shards.Of(key).Source.CreateCommand(StateSql.FindEffects);
        AddKey(command, key);
        command.Parameters.Add(new() { Value = effects.Select(effect => effect.Value).ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var version = 0L;
        var replies = new Dictionary<RequestId, byte[]>();
        while (await reader.ReadAsync(cancellation))
        {
            version = reader.GetInt64(0);
            if (!await reader.IsDBNullAsync(1, cancellation))
            {
                replies.Add(new RequestId(reader.GetGuid(1)), reader.GetFieldValue<byte[]>(2));
            }
        }

        return new EffectLookup(version, replies);
    });

    public Task<CommitOutcome> Commit(StateWrite write, CancellationToken cancellation) => shards.Of(write.Key).Committer.Commit(write, cancellation);

    private static void AddKey(NpgsqlCommand command, StateKey key)
    {
        StorableText.Check(key);
        command.Parameters.Add(new() { Value = key.GrainType });
        command.Parameters.Add(new() { Value = key.GrainKey });
        command.Parameters.Add(new() { Value = key.Name });
    }
}
