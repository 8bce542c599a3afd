using System.Data;
using ActiveActive.Client.Connection;
using ActiveActive.State.Storage;
using Npgsql;

namespace ActiveActive.Silo.Storage;

/// <summary>
/// Reads from one database, on a few connections. Rows that are wanted at one moment are read as one statement, and so are effects that are looked up: the grains of a silo that has died are read in some statements where they come
/// up again, what waited for a database is looked up in some statements when it is back, and nobody opens as many connections as there are grains.
/// </summary>
internal sealed class GroupReader : IDisposable
{
    private const int MostRows = 512;
    private const int MostLookUps = 64;

    private readonly PrimaryDataSource _source;
    private readonly DatabaseDoor _door;
    private readonly SemaphoreSlim _free;
    private readonly QuestionGroup<StateKey, StateRow?> _rows;
    private readonly QuestionGroup<LookUp, EffectLookup> _lookUps;

    /// <param name="source">The database.</param>
    /// <param name="door">Where reads wait that find no database.</param>
    /// <param name="connections">The most that are used at once.</param>
    public GroupReader(PrimaryDataSource source, DatabaseDoor door, int connections)
    {
        _source = source;
        _door = door;
        _free = new SemaphoreSlim(connections);
        _rows = new QuestionGroup<StateKey, StateRow?>(_free, MostRows, ReadRows);
        _lookUps = new QuestionGroup<LookUp, EffectLookup>(_free, MostLookUps, FindEffects);
    }

    /// <summary>A row as it is at some moment from now on; null when there is none.</summary>
    public Task<StateRow?> Load(StateKey key, CancellationToken cancellation)
    {
        StorableText.Check(key);
        return _rows.Ask(key, cancellation);
    }

    /// <summary>A row's version, and which effects are recorded, both as of one moment from now on.</summary>
    public Task<EffectLookup> FindEffects(StateKey key, IReadOnlyList<RequestId> effects, CancellationToken cancellation)
    {
        StorableText.Check(key);
        return _lookUps.Ask(new LookUp(key, effects), cancellation);
    }

    /// <summary>Several rows; those that there are.</summary>
    public async Task<Dictionary<StateKey, StateRow>> LoadAll(IReadOnlyCollection<StateKey> keys, CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        try
        {
            return await Enter(() => Read(keys, cancellation), cancellation);
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose() => _free.Dispose();

    private Task<T> Enter<T>(Func<Task<T>> ask, CancellationToken cancellation) => _door.Enter(() => StorageErrors.Guard(ask), cancellation);

    private async Task<Func<StateKey, StateRow?>> ReadRows(IReadOnlyList<StateKey> keys)
    {
        if (keys.Count == 1)
        {
            var row = await Enter(() => Read(keys[0]), CancellationToken.None);
            return _ => row;
        }

        return (await Enter(() => Read(keys, CancellationToken.None), CancellationToken.None)).GetValueOrDefault;
    }

    private async Task<StateRow?> Read(StateKey key)
    {
        await using var command = _source.Current.CreateCommand(StateSql.Load);
        command.Parameters.AddAll(key.GrainType, key.GrainKey, key.Name);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleRow);
        return await reader.ReadAsync() ? new StateRow(reader.GetInt64(0), reader.GetInt32(1), await reader.IsDBNullAsync(2) ? null : reader.GetFieldValue<byte[]>(2)) : null;
    }

    private async Task<Dictionary<StateKey, StateRow>> Read(IReadOnlyCollection<StateKey> keys, CancellationToken cancellation)
    {
        await using var command = Command(StateSql.LoadAll, keys);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new Dictionary<StateKey, StateRow>(keys.Count);
        while (await reader.ReadAsync(cancellation))
        {
            rows[new StateKey(reader.GetString(0), reader.GetString(1), reader.GetString(2))] =
                new StateRow(reader.GetInt64(3), reader.GetInt32(4), await reader.IsDBNullAsync(5, cancellation) ? null : reader.GetFieldValue<byte[]>(5));
        }

        return rows;
    }

    private async Task<Func<LookUp, EffectLookup>> FindEffects(IReadOnlyList<LookUp> lookUps)
    {
        var (versions, replies) = await Enter(() => Find(lookUps), CancellationToken.None);
        return lookUp => new EffectLookup(
            versions.GetValueOrDefault(lookUp.Key),
            lookUp.Effects.Where(replies.ContainsKey).Distinct().ToDictionary(static effect => effect, effect => replies[effect]));
    }

    private async Task<(Dictionary<StateKey, long> Versions, Dictionary<RequestId, byte[]> Replies)> Find(IReadOnlyList<LookUp> lookUps)
    {
        StateKey[] keys = [.. lookUps.Select(static lookUp => lookUp.Key).Distinct()];
        await using var command = Command(StateSql.FindEffects, keys);
        command.Parameters.Add(new() { Value = lookUps.SelectMany(static lookUp => lookUp.Effects).Select(static effect => effect.Value).Distinct().ToArray() });
        await using var reader = await command.ExecuteReaderAsync();
        var (versions, replies) = (new Dictionary<StateKey, long>(keys.Length), new Dictionary<RequestId, byte[]>());
        while (await reader.ReadAsync())
        {
            if (await reader.IsDBNullAsync(1))
            {
                replies.Add(new RequestId(reader.GetGuid(2)), reader.GetFieldValue<byte[]>(3));
            }
            else
            {
                versions[keys[reader.GetInt64(0) - 1]] = reader.GetInt64(1);
            }
        }

        return (versions, replies);
    }

    private NpgsqlCommand Command(string sql, IReadOnlyCollection<StateKey> keys)
    {
        var command = _source.Current.CreateCommand(sql);
        command.Parameters.AddAll(keys.Select(static key => key.GrainType).ToArray(), keys.Select(static key => key.GrainKey).ToArray(), keys.Select(static key => key.Name).ToArray());
        return command;
    }

    /// <summary>Effects to look up, for the writer of a state. Equal to no other one.</summary>
    private sealed class LookUp(StateKey key, IReadOnlyList<RequestId> effects)
    {
        public StateKey Key => key;

        public IReadOnlyList<RequestId> Effects => effects;
    }
}
