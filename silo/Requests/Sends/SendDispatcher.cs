using System.Text;
using System.Threading.Channels;
using ActiveActive.Silo.Security;
using ActiveActive.Silo.Storage;
using ActiveActive.Silo.Storage.Shards;
using ActiveActive.State;
using ActiveActive.State.Sends;
using ActiveActive.State.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.CodeGeneration;
using Orleans.Serialization;
using Orleans.Serialization.Invocation;

namespace ActiveActive.Silo.Requests.Sends;

/// <summary>Delivers the calls that committed with a state change, each exactly once, however long it takes.</summary>
/// <remarks>
/// <para>A send is handed over in memory right after its commit and delivered at once. Its row stays until it is acknowledged, and for <see cref="SendTimes.EffectLife"/> after; a row that is due (its silo died,
/// the target could not be reached) is taken by any silo's sweep. So a send is attempted at least once, perhaps by two silos at a time.</para>
/// <para>Every attempt carries the send's own id, which never expires, and is looked up by the receiver; its effects and its refusal are recorded there with the send as
/// their root and kept until the send's row is gone and <see cref="SendTimes.EffectLife"/> has passed. An attempt that comes so late that they may be gone is refused by its
/// <see cref="CallStamp.NotAfter"/>, which the commit checks on the database's clock.</para>
/// <para>A stop: no more sends are taken from the database; those of this silo's own commits are still delivered until its last grain has gone; what is left then, or is not done in
/// <see cref="SendTimes.StopLimit"/>, is given back and taken by another silo's next sweep.</para>
/// <para>A recorded refusal leads to the compensation, under an id derived from the send's. Any other error is tried again, with growing pauses, for ever.</para>
/// </remarks>
internal sealed class SendDispatcher(
    StorageShards shards,
    IDatabaseClock clock,
    IGrainFactory grains,
    IGrainReferenceRuntime runtime,
    Serializer serializer,
    ValueSealer sealer,
    TimeProvider time,
    IOptions<ActiveActiveOptions> options,
    ILogger<SendDispatcher> log) : ISendQueue, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private const int Workers = 32;
    private const int QueueCapacity = 10_000;
    private const int SweepLimit = 500;
    private const int NoteLimit = 1_000;

    /// <summary>What came of deliveries is noted so much later, together: each note by itself would be a commit of its own. What is not noted when a silo dies is delivered again, which changes nothing.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(100);

    // When the queue is full, sends stay in the database until a sweep finds them due.
    private readonly Channel<DueSend> _due = Channel.CreateBounded<DueSend>(new BoundedChannelOptions(QueueCapacity) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Channel<SendNote> _notes = Channel.CreateUnbounded<SendNote>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _noMoreSweeps = new();
    private readonly CancellationTokenSource _noMoreWork = new();
    private Task _sweeping = Task.CompletedTask;
    private Task _working = Task.CompletedTask;
    private Task _noting = Task.CompletedTask;

    public void Committed(IReadOnlyList<SendRow> sends)
    {
        var now = clock.UtcNow;
        foreach (var send in sends)
        {
            _due.Writer.TryWrite(new DueSend(send, IsAsStored: false, 1, now));
        }
    }

    public void Participate(ISiloLifecycle lifecycle)
    {
        // Grains leave between these two stages of the stop.
        lifecycle.Subscribe(nameof(SendDispatcher), ServiceLifecycleStage.Active, _ => Start(), _ => _noMoreSweeps.CancelAsync());
        lifecycle.Subscribe(nameof(SendDispatcher), ServiceLifecycleStage.ApplicationServices, static _ => Task.CompletedTask, Stop);
    }

    public void Dispose()
    {
        _noMoreSweeps.Dispose();
        _noMoreWork.Dispose();
    }

    private Task Start()
    {
        if (options.Value.DeliverSends)
        {
            _working = Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(() => Work(_noMoreWork.Token))));
            _noting = Task.Run(() => Note(_noMoreWork.Token));
            _sweeping = Task.Run(() => Sweep(_noMoreSweeps.Token));
        }

        return Task.CompletedTask;
    }

    private async Task Stop(CancellationToken cancellation)
    {
        await _noMoreSweeps.CancelAsync();
        _due.Writer.TryComplete();
        await Task.WhenAll(_sweeping, _working).WaitAsync(SendTimes.StopLimit, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _noMoreWork.CancelAsync();
        _notes.Writer.TryComplete();
        if (!cancellation.IsCancellationRequested)
        {
            await Task.WhenAll(_noting, GiveBack()).WaitAsync(SendTimes.StopLimit, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Makes what was not delivered due at once, for other silos.</summary>
    private async Task GiveBack()
    {
        var left = new List<SendRow>();
        while (_due.Reader.TryRead(out var due))
        {
            left.Add(due.Row);
        }

        await Execute(SendSql.GiveBack, left, static row => row);
    }

    private async Task Sweep(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var more = false;
            foreach (var shard in shards.All)
            {
                // Only as many as fit: a send that is taken but dropped here would wait for its lease to end.
                var limit = Math.Min(SweepLimit, (QueueCapacity - _due.Reader.Count) / shards.All.Count);
                more |= limit > 0 && await TryTakeDue(shard, limit, stopping) == limit;
            }

            if (!more)
            {
                await Task.Delay(SendTimes.Sweep, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<int> TryTakeDue(StorageShard shard, int limit, CancellationToken stopping)
    {
        try
        {
            return await TakeDue(shard, limit, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return 0;
        }
#pragma warning disable CA1031 // The sweep must go on, whatever went wrong this time.
        catch (Exception error)
#pragma warning restore CA1031
        {
            log.DatabaseUnavailable(error.Message);
            return 0;
        }
    }

    private async Task<int> TakeDue(StorageShard shard, int limit, CancellationToken stopping)
    {
        await using var command = shard.Source.CreateCommand(SendSql.Take);
        command.Parameters.Add(new() { Value = SendTimes.Lease });
        command.Parameters.Add(new() { Value = limit });
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var taken = 0;
        while (await reader.ReadAsync(stopping))
        {
            var row = new SendRow(
                new RequestId(reader.GetGuid(1)),
                GrainId.Parse(reader.GetString(2)),
                GrainId.Parse(reader.GetString(3)),
                reader.GetString(4),
                reader.GetFieldValue<byte[]>(5),
                await reader.IsDBNullAsync(6, stopping) ? null : reader.GetFieldValue<byte[]>(6));
            _due.Writer.TryWrite(new DueSend(row, IsAsStored: true, reader.GetInt32(7) + 1, reader.GetFieldValue<DateTimeOffset>(0)));
            taken++;
        }

        return taken;
    }

    private async Task Work(CancellationToken stopping)
    {
        try
        {
            await foreach (var due in _due.Reader.ReadAllAsync(stopping))
            {
                // One that waited here longer than its lease is due again: another silo has it, or the sweep brings it back.
                if (clock.UtcNow - due.TakenAt < SendTimes.Lease)
                {
                    await Deliver(due);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    private async Task Deliver(DueSend due)
    {
        var row = due.Row;
        try
        {
            try
            {
                await Call(due, row.Call, SealedPlace.Call(row.Id), row.Id);
            }
            catch (RefusedException refusal) when (refusal.IsRecorded)
            {
                await Compensate(due, refusal);
            }

            _notes.Writer.TryWrite(new SendNote(row, SendOutcome.Done));
        }
        catch (CompensationRefusedException error)
        {
            log.CompensationRefused(row.Id, row.Source, row.Target, error.Message);
            _notes.Writer.TryWrite(new SendNote(row, SendOutcome.Failed, Error: error.Message));
        }
#pragma warning disable CA1031 // Whatever went wrong: the send stays due until it is acknowledged.
        catch (Exception error)
#pragma warning restore CA1031
        {
            var pause = Pause(due.Attempt);
            var reason = error is RefusedException
                ? $"The target refused outside an update, so the refusal is not recorded and cannot be final; decide it inside Update. {error.Message}"
                : error.Message;
            log.AttemptFailed(row.Id, row.Method, row.Target, due.Attempt, pause, reason);
            _notes.Writer.TryWrite(new SendNote(row, SendOutcome.Postponed, due.Attempt, pause, reason));
        }
    }

    private async Task Compensate(DueSend due, RefusedException refusal)
    {
        var row = due.Row;
        if (row.IfRefused is null)
        {
            log.RefusedWithoutCompensation(row.Id, row.Method, row.Target, refusal.Message);
            return;
        }

        try
        {
            await Call(due, row.IfRefused, SealedPlace.Compensation(row.Id), row.Id.DeriveSend("refused", "", 0));
        }
        catch (RefusedException second) when (second.IsRecorded)
        {
            throw new CompensationRefusedException($"{refusal.Code}: {refusal.Message} Then {second.Code}: {second.Message}");
        }
    }

    private async Task Call(DueSend due, byte[] stored, SealedPlace place, RequestId id)
    {
        var payload = due.IsAsStored ? await sealer.Open(stored, place, CancellationToken.None) : stored;
        var call = serializer.Deserialize<SentCall>(payload)!;
        var reference = (GrainReference)grains.GetGrain(call.Target, call.Interface);
        OutgoingCalls.Use(new CallStamp(id, due.Attempt, CallKind.Send, due.Row.Id.Value, due.TakenAt + SendTimes.AttemptLife));
        await runtime.InvokeMethodAsync(reference, (IInvokable)call.Request, InvokeMethodOptions.None).AsTask().WaitAsync(SendTimes.AttemptTimeout, time);
    }

    private static TimeSpan Pause(int attempt)
    {
        var pause = TimeSpan.FromMilliseconds(100 * Math.Pow(2, Math.Min(attempt, 16))) * (0.5 + (Random.Shared.NextDouble() / 2));
        return pause < SendTimes.LongestPause ? pause : SendTimes.LongestPause;
    }

    // PostgreSQL takes neither NUL nor half a surrogate pair, and error messages may hold anything.
    private static string Storable(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', ' ');

    /// <summary>Writes to the rows what came of their deliveries, as many at a time as there are. What the database cannot take for now waits here; what is lost is delivered again when its lease has ended, which changes nothing.</summary>
    private async Task Note(CancellationToken stopping)
    {
        var notes = new List<SendNote>();
        while (notes.Count > 0 || await _notes.Reader.WaitToReadAsync(CancellationToken.None))
        {
            await Task.Delay(Gather, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (notes.Count < NoteLimit && _notes.Reader.TryRead(out var note))
            {
                notes.Add(note);
            }

            try
            {
                await Write(notes);
                notes.Clear();
            }
#pragma warning disable CA1031 // As in the sweep.
            catch (Exception error)
#pragma warning restore CA1031
            {
                log.DatabaseUnavailable(error.Message);
                if (error is not StorageUnavailableException || stopping.IsCancellationRequested)
                {
                    notes.Clear();
                }

                await Task.Delay(SendTimes.Sweep, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Write(List<SendNote> notes)
    {
        await Execute(SendSql.Acknowledge, Of(SendOutcome.Done), static note => note.Row);
        await Execute(
            SendSql.Postpone,
            Of(SendOutcome.Postponed),
            static note => note.Row,
            static notes => notes.Select(static note => note.Attempt).ToArray(),
            static notes => notes.Select(static note => note.Pause).ToArray(),
            static notes => notes.Select(static note => Storable(note.Error)).ToArray());
        await Execute(SendSql.Fail, Of(SendOutcome.Failed), static note => note.Row, static notes => notes.Select(static note => Storable(note.Error)).ToArray());

        IEnumerable<SendNote> Of(SendOutcome outcome) => notes.Where(note => note.Outcome == outcome);
    }

    /// <summary>Runs a statement over sends, in each shard for its own: its first parameter is their ids, the others are columns of the same length.</summary>
    private async Task Execute<T>(string sql, IEnumerable<T> all, Func<T, SendRow> row, params Func<IEnumerable<T>, object>[] columns)
    {
        foreach (var group in all.GroupBy(one => shards.Of(row(one).Source)))
        {
            await group.Key.Door.Enter(
                () => StorageErrors.Guard(async () =>
                {
                    await using var command = group.Key.Source.CreateCommand(sql);
                    command.Parameters.Add(new() { Value = group.Select(one => row(one).Id.Value).ToArray() });
                    foreach (var column in columns)
                    {
                        command.Parameters.Add(new() { Value = column(group) });
                    }

                    return await command.ExecuteNonQueryAsync(CancellationToken.None);
                }),
                CancellationToken.None);
        }
    }

    private sealed class CompensationRefusedException(string message) : Exception(message);
}
