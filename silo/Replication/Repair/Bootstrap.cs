using ActiveActive.Replication;
using ActiveActive.State;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Replication.Repair;

/// <summary>
/// Brings a region up to the others when their logs do not reach back to what it has: it is new, its backup is older than they keep their logs, or it was away for too long. It joins all states of a peer, which is right whatever
/// it has itself, and goes on with the streams from the positions that these states include.
/// </summary>
/// <remarks>
/// <para>1. From the moment on that it is wanted, replicated state is not written here, and nothing is said of what is applied.</para>
/// <para>2. Every peer has to answer: then each counts this region among those that have to have a change before it is folded, so that what follows on the snapshot is not folded away from under it.</para>
/// <para>3. A peer (of each residency class) sends its positions, then its states; they are joined row by row.</para>
/// <para>4. Each stream is put at its position, with the hash of the batch there, on which the next one has to follow.</para>
/// <para>5. The streams are taken from there. The region writes again when it has applied what the peer had when the last state was read: before, one state may be ahead of another.</para>
/// <para>It may end at any step, and is begun anew: joining twice changes nothing, and no stream is moved before all states of its class are joined.</para>
/// </remarks>
internal sealed class Bootstrap(
    BootstrapTable table,
    PeerCaller callers,
    RowMender mender,
    LogTables tables,
    OwnStreams own,
    ResidencyPolicy policy,
    Replicas replicas,
    IDatabaseClock clock,
    IOptions<ActiveActiveOptions> options,
    IOptions<DurableStateOptions> states,
    TimeProvider time,
    ILogger<Bootstrap> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(2);

    /// <summary>Ends when the peers' logs turn out not to reach back to what this region has; then a snapshot is wanted.</summary>
    public async Task Watch(Inflow inflow, CancellationToken cancellation)
    {
        var reason = await inflow.Gap.WaitAsync(cancellation);
        await table.Want(reason, cancellation);
        log.SnapshotWanted(reason);
    }

    /// <summary>Takes a snapshot, if one is wanted. Done when the streams can be taken from where it leads on.</summary>
    public async Task RunIfWanted(CancellationToken cancellation)
    {
        if (await table.Pending(cancellation) is not { } wanted)
        {
            return;
        }

        await Close(null, cancellation);
        for (var failures = 0; ; failures++)
        {
            try
            {
                await Run(wanted.Id, cancellation);
                return;
            }
#pragma warning disable CA1031 // Whatever it was, it is begun anew; the cause is told.
            catch (Exception error) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
            {
                if (failures % 30 == 0)
                {
                    log.SnapshotFailed(error is RpcException { Status.Detail: { Length: > 0 } detail } ? detail : error.Message);
                }
            }

            await Task.Delay(LongPause, time, cancellation);
        }
    }

    private async Task Run(int id, CancellationToken cancellation)
    {
        var left = own.Classes.ToHashSet(StringComparer.Ordinal);
        var (from, count) = (new List<string>(), 0L);
        var reached = new List<KeyValuePair<StreamId, long>>();
        var begun = DateTimeOffset.MinValue;
        foreach (var peer in await MeetAll(cancellation))
        {
            // Not every peer may have what is of each residency class.
            var classes = left.Where(residency => policy.RegionsOf(residency).Contains(peer)).ToHashSet(StringComparer.Ordinal);
            if (classes.Count > 0)
            {
                log.TakesSnapshot(peer);
                var taken = await Join(peer, cancellation);
                await Jump(taken.Includes.Where(place => classes.Contains(place.Position.Stream.Class)), cancellation);
                reached.AddRange(taken.Reached.Where(one => one.Key.Origin != own.Self && classes.Contains(one.Key.Class)));
                from.Add(peer);
                (count, begun) = (count + taken.States, begun > taken.BegunAt ? begun : taken.BegunAt);
                left.ExceptWith(classes);
            }
        }

        if (left.Count > 0)
        {
            throw new InvalidOperationException($"No peer knows all itself that may have what is of {string.Join(", ", left)}; each rejoins or takes a snapshot.");
        }

        // An id may be ahead of the clock that it was made by, and that clock ahead of this one.
        var noRetriesBefore = begun + states.Value.FutureTolerance + options.Value.Replication.MaxClockDrift;
        await Close(noRetriesBefore, cancellation);
        var peers = string.Join(", ", from);
        await table.Joined(id, peers, reached, noRetriesBefore, cancellation);
        log.SnapshotJoined(count, peers);
    }

    private async Task Jump(IEnumerable<Wire.Place> places, CancellationToken cancellation)
    {
        foreach (var place in places)
        {
            var stream = EntryCodec.StreamOf(place.Position.Stream);
            if (stream.Origin != own.Self)
            {
                await table.Jump(stream, new StreamHead(place.Position.Number, BatchHash.From(place.Hash.Span)), place.Mark.IsEmpty ? null : place.Mark.ToByteArray(), cancellation);
            }
        }
    }

    // Hears from every peer; gives those that know all themselves.
    private async Task<List<string>> MeetAll(CancellationToken cancellation)
    {
        var heads = StoredPositions.Of(await tables.Streams(cancellation), own.Self).Heads;
        var whole = new List<string>();
        foreach (var peer in callers.Peers)
        {
            var positions = await callers.Positions(peer, cancellation);
            if (RepairCodec.Read(positions.Heads).FirstOrDefault(head => head.Key.Origin == own.Self && head.Value > heads.GetValueOrDefault(head.Key)) is { Value: > 0 } ahead)
            {
                throw new InvalidDataException($"Region {peer} has batch {ahead.Value} of {ahead.Key}, which this region has not written in its present life: its database has gone back in time, or another region had its name before. It must not write as {own.Self}. Restore it with `aactl restore`, which begins a new incarnation, or give it another name.");
            }

            if (positions.IsWhole)
            {
                whole.Add(peer);
            }
        }

        return whole;
    }

    private Task<SnapshotTaken> Join(string peer, CancellationToken cancellation) => callers.Ask(peer, async (client, caller) =>
    {
        var begun = clock.UtcNow;
        var includes = new List<Wire.Place>();
        Dictionary<StreamId, long>? reached = null;
        var count = 0L;
        using var call = client.Snapshot(new Wire.SnapshotRequest { Caller = caller }, cancellationToken: cancellation);
        await foreach (var response in call.ResponseStream.ReadAllAsync(cancellation))
        {
            includes.AddRange(response.Includes);
            count += response.States.Count;
            await Join(response.States, cancellation);
            reached = response.Reached.Count > 0 ? RepairCodec.Read(response.Reached) : reached;
        }

        return new SnapshotTaken(includes, reached ?? throw new InvalidDataException($"Region {peer} ended the snapshot before its end."), begun, count);
    });

    private async Task Join(IEnumerable<Wire.State> sent, CancellationToken cancellation)
    {
        var rows = sent.Select(static state => new ScannedRow(RepairCodec.Read(state.Name), state.TypeVersion, state.Payload.ToByteArray())).ToList();
        var changed = await Task.WhenAll(rows.Select(row => mender.Join(row, cancellation)));
        await UntilDone(() => mender.Tell([.. rows.Where((_, at) => changed[at]).Select(static row => row.Key)], cancellation), cancellation);
    }

    // No silo may go on writing, nor make a request again that may have been made elsewhere.
    private Task Close(DateTimeOffset? noRetriesBefore, CancellationToken cancellation) => UntilDone(() => replicas.Close(noRetriesBefore, cancellation), cancellation);

    private async Task UntilDone(Func<Task> what, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await what();
                return;
            }
#pragma warning disable CA1031 // A silo that does not answer is asked again, or is no member any more.
            catch (Exception error) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.NotTold(error.Message);
            }

            await Task.Delay(Pause, time, cancellation);
        }
    }
}
