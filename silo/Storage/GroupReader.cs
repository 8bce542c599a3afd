using System.Data;
using ActiveActive.Client.Connection;
using ActiveActive.State.Storage;

namespace ActiveActive.Silo.Storage;

/// <summary>
/// Reads from one database, on a few connections. Rows that are wanted at one moment are read as one statement: a read that finds a free connection goes at once, alone if it is alone; else it waits for one to come back, and
/// goes with all that wait by then. So the grains of a silo that has died are read in some statements where they come up again, and nobody opens as many connections as there are grains.
/// </summary>
/// <param name="source">The database.</param>
/// <param name="door">Where reads wait that find no database.</param>
/// <param name="connections">The most that are used at once.</param>
internal sealed class GroupReader(PrimaryDataSource source, DatabaseDoor door, int connections) : IDisposable
{
    private const int MostKeys = 512;

    private readonly SemaphoreSlim _free = new(connections);
    private readonly Lock _lock = new();
    private readonly Queue<(StateKey Key, TaskCompletionSource<StateRow?> Row)> _waitingNeedsLock = new();
    private bool _isCollectingNeedsLock;

    /// <summary>A row as it is at some moment from now on; null when there is none.</summary>
    public Task<StateRow?> Load(StateKey key, CancellationToken cancellation)
    {
        StorableText.Check(key);
        var row = new TaskCompletionSource<StateRow?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waitingNeedsLock.Enqueue((key, row));
            if (!_isCollectingNeedsLock)
            {
                _isCollectingNeedsLock = true;
                _ = Task.Run(Collect, CancellationToken.None); // not on the turns of the grain that asks
            }
        }

        return row.Task.WaitAsync(cancellation);
    }

    /// <summary>Several rows; those that there are.</summary>
    public Task<Dictionary<StateKey, StateRow>> LoadAll(IReadOnlyCollection<StateKey> keys, CancellationToken cancellation) => Ask(() => Read(keys, cancellation), cancellation);

    /// <summary>Asks the database something else, when a connection is free for it.</summary>
    public async Task<T> Ask<T>(Func<Task<T>> ask, CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        try
        {
            return await Enter(ask, cancellation);
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose() => _free.Dispose();

    private Task<T> Enter<T>(Func<Task<T>> ask, CancellationToken cancellation) => door.Enter(() => StorageErrors.Guard(ask), cancellation);

    // Those that wait when there is a connection. Whoever comes later is for the next one.
    private async Task Collect()
    {
        try
        {
            await _free.WaitAsync();
        }
        catch (ObjectDisposedException error)
        {
            Taken().ForEach(one => one.Row.TrySetException(error));
            return;
        }

        var group = Taken();
        try
        {
            if (group is [var (key, only)])
            {
                only.SetResult(await Enter(() => Read(key), CancellationToken.None));
            }
            else
            {
                StateKey[] keys = [.. group.Select(static one => one.Key).Distinct()];
                var rows = await Enter(() => Read(keys, CancellationToken.None), CancellationToken.None);
                group.ForEach(one => one.Row.SetResult(rows.GetValueOrDefault(one.Key)));
            }
        }
#pragma warning disable CA1031 // It belongs to those who wait.
        catch (Exception error)
#pragma warning restore CA1031
        {
            group.ForEach(one => one.Row.TrySetException(error));
        }
        finally
        {
            _free.Release();
        }
    }

    private List<(StateKey Key, TaskCompletionSource<StateRow?> Row)> Taken()
    {
        var group = new List<(StateKey Key, TaskCompletionSource<StateRow?> Row)>();
        lock (_lock)
        {
            while (group.Count < MostKeys && _waitingNeedsLock.TryDequeue(out var next))
            {
                group.Add(next);
            }

            _isCollectingNeedsLock = _waitingNeedsLock.Count > 0;
            if (_isCollectingNeedsLock)
            {
                _ = Task.Run(Collect, CancellationToken.None);
            }
        }

        return group;
    }

    private async Task<StateRow?> Read(StateKey key)
    {
        await using var command = source.Current.CreateCommand(StateSql.Load);
        command.Parameters.AddAll(key.GrainType, key.GrainKey, key.Name);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleRow);
        return await reader.ReadAsync() ? new StateRow(reader.GetInt64(0), reader.GetInt32(1), await reader.IsDBNullAsync(2) ? null : reader.GetFieldValue<byte[]>(2)) : null;
    }

    private async Task<Dictionary<StateKey, StateRow>> Read(IReadOnlyCollection<StateKey> keys, CancellationToken cancellation)
    {
        await using var command = source.Current.CreateCommand(StateSql.LoadAll);
        command.Parameters.AddAll(keys.Select(static key => key.GrainType).ToArray(), keys.Select(static key => key.GrainKey).ToArray(), keys.Select(static key => key.Name).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new Dictionary<StateKey, StateRow>(keys.Count);
        while (await reader.ReadAsync(cancellation))
        {
            rows[new StateKey(reader.GetString(0), reader.GetString(1), reader.GetString(2))] =
                new StateRow(reader.GetInt64(3), reader.GetInt32(4), await reader.IsDBNullAsync(5, cancellation) ? null : reader.GetFieldValue<byte[]>(5));
        }

        return rows;
    }
}
