using System.Collections.Concurrent;
using ActiveActive.Replication;
using ActiveActive.Silo.Replication.DeadLetters;
using ActiveActive.Silo.Replication.Residency;
using ActiveActive.State.Storage;

namespace ActiveActive.Silo.Replication;

/// <summary>What this region has of the streams: the core, for several threads, with the places of the streams in the database. Made anew by each silo that takes over.</summary>
internal sealed class Inflow : IDisposable
{
    /// <summary>With so many changes to be merged nothing more is taken from peers.</summary>
    private const int MostOpen = 20_000;
    private const int GapsThatCount = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly LogTables _tables;
    private readonly DeadLetterTables _letters;
    private readonly ResidencyPolicy _policy;
    private readonly SendGuard _guard;
    private readonly StreamWatch _watch;
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _storing = new(1);
    private readonly RegionLog _coreNeedsLock;
    private readonly Dictionary<StreamId, StoredStream> _placesNeedsLock = [];
    private readonly Dictionary<(string Peer, StreamId Stream), long> _storedByPeerNeedsLock = [];
    private readonly Dictionary<StreamId, long> _knownNeedsLock = []; // of other regions' streams, by what any peer has said

    private readonly TaskCompletionSource<string> _gap = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<StreamId, (long Head, int Times)> _gaps = []; // used while storing

    public Inflow(LogTables tables, DeadLetterTables letters, OwnStreams own, ResidencyPolicy policy, SendGuard guard, StreamWatch watch, ReplicationMetrics metrics)
    {
        (_tables, _letters, _policy, _guard, _watch) = (tables, letters, policy, guard, watch);
        _coreNeedsLock = new RegionLog(own.Self, residency => policy.RegionsOf(residency))
        {
            Rejoining = own.HasRejoined ? null : new Rejoining(own.Self, [.. own.Regions.Where(region => region != own.Self.Region)]),
            Marked = metrics.Applied,
        };
    }

    /// <summary>Completes with the reason when peers do not have any more what this region has to take next, or its own log has lost what is not yet applied.</summary>
    public Task<string> Gap => _gap.Task;

    /// <summary>Raised when there is something to merge.</summary>
    public Signal HasWork { get; } = new();

    /// <summary>Raised when a stream is applied further, or a peer has stored more of this region's own.</summary>
    public Signal HasProgress { get; } = new();

    /// <summary>The states that have something put aside.</summary>
    public ConcurrentDictionary<StateKey, bool> Held { get; } = new();

    /// <summary>The turn of whoever puts something aside or takes it back, so that nothing overtakes what is put aside.</summary>
    public SemaphoreSlim AsideTurn { get; } = new(1);

    /// <summary>Begins with what is stored.</summary>
    /// <param name="reach">Up to where a snapshot wants this region to apply; null for none.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task Begin(MarkEntry? reach, CancellationToken cancellation)
    {
        if (reach is not null)
        {
            Use(core => core.Rejoining?.Said(reach));
        }

        var streams = await _tables.Streams(cancellation);
        var received = streams.Where(stream => stream.Stream.Origin != _coreNeedsLock.Self).ToList();
        Use(core =>
        {
            foreach (var stream in streams)
            {
                _placesNeedsLock[stream.Stream] = stream;
                core.Begin(stream.Stream, stream.Head, stream.Applied, stream.Mark is null ? null : (MarkEntry)EntryCodec.Read(stream.Mark));
            }
        });
        foreach (var (stream, batch, key) in await _letters.All(cancellation))
        {
            Held.TryAdd(key, true);
            Use(core => core.PutAside(stream, batch));
        }

        foreach (var stream in received)
        {
            await Replay(stream, cancellation);
        }
    }

    /// <summary>Notes what was put aside.</summary>
    /// <returns>Whether it is the first of its state.</returns>
    public bool PutAside(StateKey key, IEnumerable<ArrivedEntry> entries)
    {
        Use(core =>
        {
            foreach (var entry in entries)
            {
                core.PutAside(entry.Stream, entry.Batch);
            }
        });
        return Held.TryAdd(key, true);
    }

    /// <summary>Notes how far this region's own streams are by now.</summary>
    public async Task SeeOwn(CancellationToken cancellation)
    {
        foreach (var stream in await _tables.Streams(cancellation))
        {
            if (stream.Stream.Origin == _coreNeedsLock.Self)
            {
                Use(core => core.Committed(stream.Stream, stream.Head));
            }
        }
    }

    /// <summary>Notes up to where a peer has the streams.</summary>
    public void Heard(string peer, IReadOnlyList<KeyValuePair<StreamId, long>> heads)
    {
        Use(core =>
        {
            core.Rejoining?.Heard(peer, heads);
            foreach (var (stream, number) in heads.Where(one => one.Key.Origin == core.Self))
            {
                _storedByPeerNeedsLock[(peer, stream)] = number;
            }

            foreach (var (stream, number) in heads.Where(one => one.Key.Origin.Region != core.Self.Region))
            {
                _knownNeedsLock[stream] = Math.Max(number, _knownNeedsLock.GetValueOrDefault(stream));
            }
        });
        HasProgress.Raise();
    }

    /// <summary>Up to where the streams of other regions are applied, and this region's own stored in a majority of the regions.</summary>
    public (Dictionary<StreamId, long> Applied, Dictionary<StreamId, long> Stored) Progress() => Use(core => (
        core.Streams.Where(stream => stream.Origin != core.Self).ToDictionary(static stream => stream, core.Applied),
        core.Streams.Where(stream => stream.Origin == core.Self).ToDictionary(static stream => stream, StoredInMajority)));

    /// <summary>How far this region is behind each of the others of which anything is known.</summary>
    public Dictionary<string, OriginBehind> Behind() => Use(core => core.Streams.Union(_knownNeedsLock.Keys)
        .Where(stream => stream.Origin.Region != core.Self.Region)
        .GroupBy(static stream => stream.Origin.Region)
        .ToDictionary(static streams => streams.Key, streams => Behind(core, [.. streams])));

    /// <summary>Stores what a peer has sent, as far as it is new.</summary>
    /// <exception cref="InvalidDataException">It does not follow on what is here.</exception>
    public async Task Store(IReadOnlyList<StoredBatch> batches, CancellationToken cancellation)
    {
        while (Use(static core => core.Open) > MostOpen)
        {
            await Task.Delay(Pause, cancellation);
        }

        // One after the other: two peers may have sent the same.
        await _storing.WaitAsync(cancellation);
        try
        {
            foreach (var of in batches.GroupBy(static batch => batch.Stream))
            {
                await Store(of.Key, [.. of], cancellation);
            }
        }
        finally
        {
            _storing.Release();
        }

        HasWork.Raise();
    }

    /// <summary>Asks or tells the core.</summary>
    public T Use<T>(Func<RegionLog, T> what)
    {
        lock (_lock)
        {
            return what(_coreNeedsLock);
        }
    }

    /// <inheritdoc cref="Use{T}"/>
    public void Use(Action<RegionLog> what)
    {
        lock (_lock)
        {
            what(_coreNeedsLock);
        }
    }

    /// <summary>Where a stream is stored.</summary>
    public StoredStream PlaceOf(StreamId stream)
    {
        lock (_lock)
        {
            return _placesNeedsLock[stream];
        }
    }

    public void Dispose()
    {
        HasWork.Dispose();
        HasProgress.Dispose();
        _storing.Dispose();
        AsideTurn.Dispose();
    }

    // An earlier life writes nothing more, so its last batch may be old without anything being late.
    private OriginBehind Behind(RegionLog core, IReadOnlyList<StreamId> streams)
    {
        var life = streams.Max(static stream => stream.Origin.Incarnation);
        return new OriginBehind(
            streams.Sum(stream => Math.Max(core.Head(stream).Number, _knownNeedsLock.GetValueOrDefault(stream))),
            streams.Sum(core.Applied),
            streams.Sum(core.OpenBytes),
            streams.Where(stream => stream.Origin.Incarnation == life).Min(stream => core.Watermark(stream)));
    }

    private async Task Store(StreamId stream, IReadOnlyList<StoredBatch> batches, CancellationToken cancellation)
    {
        var place = await PlaceFor(stream, cancellation);
        var head = Use(core => core.Head(stream));
        var next = new List<(StoredBatch Stored, LogBatch Read)>();
        foreach (var batch in batches.Where(batch => batch.Number > head.Number))
        {
            var read = batch.Read(next.Count == 0 ? head.Hash : next[^1].Read.Hash);
            _guard.CheckArriving(read);
            if (batch.Number != head.Number + next.Count + 1)
            {
                NoteGap(stream, head.Number);
                throw new InvalidDataException($"Batch {batch.Number} of {stream} came after {head.Number + next.Count}: the peer does not have those between any more, or has skipped them. It is asked again.");
            }

            if (!read.IsWhole)
            {
                throw new InvalidDataException($"Batch {batch.Number} of {stream} does not follow on what this region has: it was damaged on the way, or there are two histories of the stream. It is not taken. Was a database of {stream.Origin.Region} restored without a new incarnation?");
            }

            next.Add((batch, read));
        }

        if (next.Count > 0 && await _tables.Store(place, [.. next.Select(static one => one.Stored)], cancellation))
        {
            Use(core => next.ForEach(one => core.Stored(one.Read)));
            _watch.Committed();
        }
    }

    private long StoredInMajority(StreamId own)
    {
        var regions = _policy.RegionsOf(own.Class);
        return regions.Where(region => region != own.Origin.Region).Select(peer => _storedByPeerNeedsLock.GetValueOrDefault((peer, own))).OrderDescending().ElementAtOrDefault((regions.Length / 2) - 1);
    }

    private void NoteLost(StoredStream stream, long after) => _gap.TrySetResult(
        $"Its own log has lost the batch of {stream.Stream} after {after}; it goes to {stream.Head.Number}, and is applied up to {stream.Applied} only. Was the table activeactive.log changed by hand?");

    // Once may be chance: of two silos that took a stream at the same time, one is behind.
    private void NoteGap(StreamId stream, long head)
    {
        var times = _gaps.TryGetValue(stream, out var known) && known.Head == head ? known.Times + 1 : 1;
        _gaps[stream] = (head, times);
        if (times == GapsThatCount)
        {
            _gap.TrySetResult($"Of {stream} it has {head} batches, and its peers do not keep the next one any more.");
        }
    }

    private async Task<StoredStream> PlaceFor(StreamId stream, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_placesNeedsLock.TryGetValue(stream, out var known))
            {
                return known;
            }
        }

        var entered = await _tables.Enter(stream, cancellation);
        lock (_lock)
        {
            return _placesNeedsLock[stream] = entered;
        }
    }

    private async Task Replay(StoredStream stream, CancellationToken cancellation)
    {
        for (var after = stream.Applied; after < stream.Head.Number;)
        {
            var batches = await _tables.Read(stream, after, cancellation);
            if (batches.Count == 0)
            {
                NoteLost(stream, after);
                return;
            }

            foreach (var batch in batches)
            {
                if (batch.Number != after + 1)
                {
                    NoteLost(stream, after);
                    return;
                }

                Use(core => core.Replay(batch.Read(BatchHash.None)));
                after = batch.Number;
            }
        }
    }
}
