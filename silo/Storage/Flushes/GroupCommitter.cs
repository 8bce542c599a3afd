using System.Diagnostics;
using ActiveActive.Client.Connection;
using ActiveActive.State.Storage;
using Npgsql;

namespace ActiveActive.Silo.Storage.Flushes;

/// <summary>
/// Group commit: the writes of a silo's grains that wait at one moment go to the database as one statement, and so share its round trip, its execution and its wait for the
/// disk (DeWitt et al., "Implementation Techniques for Main Memory Database Systems", 1984; here above the database, which has its own below).
/// </summary>
/// <remarks>
/// <para>A write that finds a free connection goes at once, alone if it is alone. Else it waits for one to come back, and goes with all that wait by then: batches grow with the load by
/// themselves, there is no timer, and a lone write pays nothing. The connections are few (<see cref="StorageOptions.FlushConnections"/>): more of them make more and smaller flushes.</para>
/// <para>Writes of one state stay in their order: while one of them is queued or under way, those after it wait behind it, and never share its flush.</para>
/// <para>Each write is all or nothing by itself and has its own outcome. A flush that fails because of something in it is sent again in halves, down to single writes, so the guilty
/// one fails alone. One that the database refused for now fails all its writes: nothing of it was written. One that finds no database at all waits for it at the <see cref="DatabaseDoor"/>. If its connection was lost, all its writes are in doubt; each state sends its own
/// again, with the same write id (see <see cref="ResolvedCommit"/>), waits for the first sending's row lock, and learns from version and write id what happened.</para>
/// <para>The queue is bounded in bytes and writes; beyond that writes are refused as overloaded.</para>
/// </remarks>
internal sealed class GroupCommitter : IAsyncDisposable
{
    private const int MaxConflictRetries = 5;

    private readonly DatabaseDoor _door;
    private readonly StorageOptions _options;
    private readonly FlushMetrics _metrics;
    private readonly FlushConnection[] _connections;
    private readonly Lock _lock = new();
    private readonly Stack<FlushConnection> _free;
    private readonly Queue<WaitingWrite> _queue = new();
    private readonly CancellationTokenSource _ended = new();

    /// <summary>The states that have a write queued or under way, each with the writes that wait behind it.</summary>
    private readonly Dictionary<StateKey, Queue<WaitingWrite>?> _busy = [];

    private int _writes;
    private long _bytes;

    public GroupCommitter(PrimaryDataSource source, DatabaseDoor door, StorageOptions options, bool isSealed, FlushMetrics metrics)
    {
        _door = door;
        _options = options;
        _metrics = metrics;
        _connections = [.. Enumerable.Range(0, _options.FlushConnections).Select(_ => new FlushConnection(source, isSealed))];
        _free = new Stack<FlushConnection>(_connections);
    }

    /// <summary>How many writes wait or are under way.</summary>
    public int Writes => Volatile.Read(ref _writes);

    /// <summary>Their bytes.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Writes, all or nothing. Completes when the outcome is durable.</summary>
    /// <param name="write">The write.</param>
    /// <param name="cancellation">Gives up a write that still waits. One that is under way is awaited: nobody may guess its outcome.</param>
    /// <exception cref="StorageUnavailableException">Nothing was written.</exception>
    /// <exception cref="CommitInDoubtException">The connection was lost; the same write may be sent again to learn the outcome.</exception>
    /// <exception cref="OverloadedException">The queue is full. Nothing was written.</exception>
    /// <exception cref="ArgumentException">The key cannot be stored.</exception>
    public Task<CommitOutcome> Commit(StateWrite write, CancellationToken cancellation)
    {
        StorableText.Check(write.Key);
        cancellation.ThrowIfCancellationRequested();
        var waiting = new WaitingWrite(write, _metrics.Now) { Trace = FlushTraces.Commit(write) };
        try
        {
            Enqueue(waiting);
        }
        catch (OverloadedException error) when (waiting.Trace is not null)
        {
            Tracing.End(waiting.Trace, error);
            throw;
        }

        var outcome = cancellation.CanBeCanceled ? Cancellable(waiting, cancellation) : waiting.Task;
        return waiting.Trace is null ? outcome : Traced(outcome, waiting.Trace);
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }

        _ended.Dispose();
    }

    private static async Task<CommitOutcome> Cancellable(WaitingWrite waiting, CancellationToken cancellation)
    {
        await using var registration = cancellation.UnsafeRegister(static (waiting, token) => ((WaitingWrite)waiting!).TryCancel(token), waiting).ConfigureAwait(false);
        return await waiting.Task.ConfigureAwait(false);
    }

    private static async Task<CommitOutcome> Traced(Task<CommitOutcome> commit, Activity trace)
    {
        try
        {
            var outcome = await commit.ConfigureAwait(false);
            Tracing.End(trace.SetTag("aa.outcome", outcome.ToString()));
            return outcome;
        }
        catch (Exception error)
        {
            Tracing.End(trace, error);
            throw;
        }
    }

    private void Enqueue(WaitingWrite waiting)
    {
        FlushConnection? free = null;
        lock (_lock)
        {
            if (_writes >= _options.MaxQueuedWrites || (_writes > 0 && _bytes + waiting.Bytes > _options.MaxQueuedBytes))
            {
                throw new OverloadedException($"{_writes} writes of {_bytes >> 20} MiB wait for the database already (Storage:MaxQueuedWrites, Storage:MaxQueuedBytes). Nothing of this one was written; try again later.");
            }

            _writes++;
            _bytes += waiting.Bytes;
            if (!_busy.TryAdd(waiting.Write.Key, null))
            {
                (_busy[waiting.Write.Key] ??= new()).Enqueue(waiting);
                return;
            }

            _queue.Enqueue(waiting);
            _free.TryPop(out free);
        }

        if (free is not null)
        {
            // Not on the writer's thread: that one belongs to its grain.
            ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work.Committer.Work(work.Connection), (Committer: this, Connection: free), preferLocal: false);
        }
    }

    private async Task Work(FlushConnection connection)
    {
        var batch = new List<WaitingWrite>();
        while (Take(batch, connection))
        {
            var trace = FlushTraces.Flush(batch);
            if (trace is not null)
            {
                Activity.Current = trace; // for what the database's driver tells
            }

            await Flush(connection, batch);
            if (trace is not null)
            {
                Tracing.End(trace);
            }

            batch.Clear();
        }
    }

    /// <summary>Takes what waits, up to a flush's limits; gives the connection back when that is nothing.</summary>
    private bool Take(List<WaitingWrite> batch, FlushConnection connection)
    {
        lock (_lock)
        {
            var bytes = 0L;
            while (batch.Count < _options.MaxFlushWrites && _queue.TryPeek(out var next) && (batch.Count == 0 || bytes + next.Bytes <= _options.MaxFlushBytes))
            {
                _queue.Dequeue();
                if (next.TryTake())
                {
                    batch.Add(next);
                    bytes += next.Bytes;
                }
                else
                {
                    Release(next);
                }
            }

            if (batch.Count == 0)
            {
                _free.Push(connection);
                return false;
            }
        }

        // The order in which every silo locks rows, whatever else it does with several: two flushes can wait for each other only if one of them is no flush.
        batch.Sort(static (one, other) => StateKeyOrder.Compare(one.Write.Key, other.Write.Key));
        return true;
    }

    /// <summary>Sends writes and gives each its outcome. Never throws.</summary>
    private async Task Flush(FlushConnection connection, List<WaitingWrite> writes)
    {
        var all = writes.ConvertAll(static waiting => waiting.Write);
        for (var attempt = 1; ; attempt++)
        {
            var began = _metrics.Now;
            try
            {
                var result = await _door.Enter(() => connection.Send(all, _ended.Token), _ended.Token);
                _metrics.Flushed(writes, began);
                Settle(writes, (waiting, place) => Tell(waiting, result, result.Outcomes?[place] ?? 0));
                return;
            }
            catch (PostgresException error) when (StorageErrors.IsConflict(error) && attempt < MaxConflictRetries)
            {
                // Deadlock or serialization failure: nothing was written, the same flush may go again at once.
            }
            catch (PostgresException error) when (StorageErrors.LeavesDoubt(error))
            {
                Settle(writes, (waiting, _) => waiting.TrySetException(new CommitInDoubtException(error.MessageText, error)));
                return;
            }
            catch (PostgresException error) when (StorageErrors.IsPassing(error))
            {
                Settle(writes, (waiting, _) => waiting.TrySetException(StorageErrors.NothingWritten(error)));
                return;
            }
            catch (StorageUnavailableException error)
            {
                Settle(writes, (waiting, _) => waiting.TrySetException(new StorageUnavailableException(error.Message, error)));
                return;
            }
            catch (Exception error) when (error is NpgsqlException and not PostgresException or IOException or ObjectDisposedException or OperationCanceledException)
            {
                Settle(writes, (waiting, _) => waiting.TrySetException(new CommitInDoubtException(error.Message, error)));
                return;
            }
#pragma warning disable CA1031 // What is wrong with one write must not reach the others, nor end the work on this connection.
            catch (Exception error)
#pragma warning restore CA1031
            {
                if (writes.Count == 1)
                {
                    Settle(writes, (waiting, _) => Judge(waiting, error));
                    return;
                }

                _metrics.Split();
                await Flush(connection, writes[..(writes.Count / 2)]);
                await Flush(connection, writes[(writes.Count / 2)..]);
                return;
            }
        }
    }

    /// <summary>What an error means for a write that was alone.</summary>
    private static void Judge(WaitingWrite waiting, Exception error)
    {
        switch (error)
        {
            case PostgresException { SqlState: PostgresErrorCodes.UniqueViolation }:
                waiting.TrySetResult(CommitOutcome.Duplicate);
                break;
            case PostgresException { SqlState: PostgresErrorCodes.CheckViolation, TableName: "effect" }:
                waiting.TrySetResult(CommitOutcome.Expired);
                break;
            default:
                waiting.TrySetException(error);
                break;
        }
    }

    private static void Tell(WaitingWrite waiting, FlushResult result, short answer)
    {
        if (answer == 0 && waiting.Write.Log is { } log)
        {
            waiting.Write.Tells!.Batch = result.Batches[log.Stream];
        }

        waiting.TrySetResult(answer == CommittedBefore ? CommitOutcome.Committed : (CommitOutcome)answer);
    }

    /// <summary>Lets the writes behind these come up, then tells their writers. These go on from there, so it is done beside the committer's own work: whatever they do, it does not hold up the next flush.</summary>
    private void Settle(List<WaitingWrite> writes, Action<WaitingWrite, int> tell)
    {
        var over = writes.ToArray();
        lock (_lock)
        {
            writes.ForEach(Release);
        }

        ThreadPool.UnsafeQueueUserWorkItem(
            static told =>
            {
                for (var place = 0; place < told.Writes.Length; place++)
                {
                    told.Tell(told.Writes[place], place);
                }
            },
            (Writes: over, Tell: tell),
            preferLocal: false);
    }

    /// <summary>Takes a write that is over from the books.</summary>
    private void Release(WaitingWrite waiting)
    {
        _writes--;
        _bytes -= waiting.Bytes;
        var key = waiting.Write.Key;
        if (_busy[key] is { Count: > 0 } behind)
        {
            _queue.Enqueue(behind.Dequeue());
        }
        else
        {
            _busy.Remove(key);
        }
    }

    /// <summary>commit_states: an earlier sending of the same write had committed it.</summary>
    private const short CommittedBefore = 4;
}
