using ActiveActive.Replication.Repair;
using ActiveActive.Silo.Storage;
using ActiveActive.State.Storage;

namespace ActiveActive.Silo.Replication.Repair;

/// <summary>Reads single rows of replicated states, and which states are held.</summary>
internal sealed class RowReader(IStateStore store, RegionDatabase database, ReplicatedTypes types)
{
    /// <summary>A state's row; null for none.</summary>
    public async Task<ScannedRow?> Find(StateKey key, CancellationToken cancellation) =>
        await store.Load(key, cancellation) is { Payload: { } payload } row ? new ScannedRow(key, row.TypeVersion, payload) : null;

    /// <summary>What the row shows and has seen; null for no row. What this code has no type for cannot be read.</summary>
    public SeenState? See(ScannedRow? row) => row is not { } found ? null : types.RepairOf(found.Key)?.See(found.Payload) ?? new SeenState(null, ActiveActive.Replication.BatchHash.Of(found.Payload));

    /// <summary>What several rows show and have seen.</summary>
    public async Task<Dictionary<StateKey, SeenState?>> See(IEnumerable<StateKey> keys, CancellationToken cancellation)
    {
        var seen = new Dictionary<StateKey, SeenState?>();
        foreach (var key in keys)
        {
            seen[key] = See(await Find(key, cancellation));
        }

        return seen;
    }

    /// <summary>The states of which something is put aside.</summary>
    public async Task<HashSet<StateKey>> Held(CancellationToken cancellation) =>
        [.. await database.Source.Rows(RepairSql.Held, static reader => new StateKey(reader.GetString(0), reader.GetString(1), reader.GetString(2)), cancellation)];
}
