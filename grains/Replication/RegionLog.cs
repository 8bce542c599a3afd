using System.Collections.Immutable;
using ActiveActive.Merging;

namespace ActiveActive.Replication;

/// <summary>
/// The replication of one region, without anything that waits or fails: it is told what was stored, committed and merged, and tells what to take in, what to merge, and what is stable. The silo drives it
/// with a database and a network, the simulator with models of both.
/// </summary>
/// <remarks>For one thread at a time. Nothing in it is durable; it begins anew from what is (<see cref="Begin"/>).</remarks>
/// <param name="self">This region, in its incarnation.</param>
/// <param name="regionsOf">The names of the regions of a residency class, with this one.</param>
internal sealed class RegionLog(Origin self, Func<string, IReadOnlyCollection<string>> regionsOf) : IStability
{
    private readonly Inbox _inbox = new();
    private readonly Applier _applier = new();
    private readonly Stability _stability = new(self, regionsOf);
    private readonly Dictionary<StreamId, MarkEntry> _marks = [];
    private readonly Dictionary<StreamId, SortedSet<long>> _aside = [];
    private readonly Dictionary<StreamId, List<(long Batch, MarkEntry Mark)>> _unheard = [];

    /// <summary>This region.</summary>
    public Origin Self { get; } = self;

    /// <summary>What is to be known again before anything is written; null when the database never went back in time.</summary>
    public Rejoining? Rejoining { get; init; }

    /// <summary>Whether replicated state may be written.</summary>
    public bool MayWrite => Rejoining?.IsOver(Has) ?? true;

    /// <summary>Told of each mark whose batch has become applied, for measurements.</summary>
    public Action<StreamId, MarkEntry>? Marked { get; init; }

    /// <summary>The streams known here.</summary>
    public IReadOnlyCollection<StreamId> Streams => _inbox.Streams;

    /// <summary>How many entries are stored and not yet applied.</summary>
    public int Open => _applier.Open;

    /// <summary>Begins with a stream, as it is stored.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="head">Its last batch here.</param>
    /// <param name="applied">Up to where it is applied. The batches above it are to be added (<see cref="Replay"/>).</param>
    /// <param name="mark">The last mark in the applied batches; null for none.</param>
    public void Begin(StreamId stream, StreamHead head, long applied, MarkEntry? mark)
    {
        _inbox.Stored(stream, head);
        if (stream.Origin == Self)
        {
            _stability.Applied(stream, head.Number);
            return;
        }

        _applier.Begin(stream, applied, mark?.CommittedAt);
        _stability.Applied(stream, applied);
        if (mark is not null)
        {
            Hear(stream, mark);
        }
    }

    /// <summary>Adds a stored batch that is not yet applied, after <see cref="Begin"/>.</summary>
    public void Replay(LogBatch batch)
    {
        _applier.Add(batch);
        Advance(batch.Stream);
    }

    /// <summary>The last batch of a stream here.</summary>
    public StreamHead Head(StreamId stream) => _inbox.Head(stream);

    /// <summary>Up to where a stream is applied here; of this region's own, all.</summary>
    public long Applied(StreamId stream) => stream.Origin == Self ? _inbox.Head(stream).Number : _applier.Applied(stream);

    /// <inheritdoc cref="Applier.Watermark"/>
    public DateTimeOffset? Watermark(StreamId stream) => _applier.Watermark(stream);

    /// <inheritdoc cref="Applier.OpenBytes"/>
    public long OpenBytes(StreamId stream) => _applier.OpenBytes(stream);

    /// <summary>How many marks wait until what stands before them is merged.</summary>
    public int Unheard => _unheard.Values.Sum(static waiting => waiting.Count);

    /// <summary>Whether this region has applied changes that it has not yet told. Marks alone are no news, or regions would answer each other for ever.</summary>
    /// <param name="residency">The residency class whose regions are told.</param>
    /// <param name="told">What it told them last.</param>
    public bool HasNews(string residency, ImmutableSortedDictionary<StreamId, long> told) => Streams.Any(stream => stream.Class == residency && Math.Min(_applier.Changed(stream), Has(stream)) > told.GetValueOrDefault(stream));

    /// <summary>What this region says to have applied of a residency class.</summary>
    public ImmutableSortedDictionary<StreamId, long> Mark(string residency) =>
        Streams.Where(stream => stream.Class == residency && stream.Origin != Self && Has(stream) > 0).ToImmutableSortedDictionary(static stream => stream, Has);

    /// <summary>Notes a batch of which something is put aside. Until it is merged after all, this region does not say to have it: a request in it could be made here once more.</summary>
    public void PutAside(StreamId stream, long batch)
    {
        (_aside.TryGetValue(stream, out var batches) ? batches : _aside[stream] = []).Add(batch);
        _stability.Applied(stream, Has(stream));
    }

    /// <summary>Notes that nothing of a batch is put aside any more.</summary>
    public void TakeBack(StreamId stream, long batch)
    {
        if (_aside.TryGetValue(stream, out var batches))
        {
            batches.Remove(batch);
            Advance(stream);
        }
    }

    /// <summary>The last mark in the applied batches of a stream; null for none.</summary>
    public MarkEntry? LastMark(StreamId stream) => _marks.GetValueOrDefault(stream);

    /// <inheritdoc/>
    public long Stable(StreamId stream) => MayWrite ? _stability.Stable(stream) : 0; // what it wrote in an earlier life may have been without knowledge of it

    /// <summary>Judges a batch from a peer.</summary>
    public Arrival Judge(LogBatch batch) => _inbox.Judge(batch);

    /// <summary>Notes that the next batch of a peer's stream is stored.</summary>
    public void Stored(LogBatch batch)
    {
        _inbox.Stored(batch.Stream, new StreamHead(batch.Number, batch.Hash));
        Replay(batch);
    }

    /// <summary>Notes a batch that this region has committed.</summary>
    public void Committed(StreamId stream, StreamHead head)
    {
        _inbox.Stored(stream, head);
        _stability.Applied(stream, head.Number);
    }

    /// <inheritdoc cref="Applier.Take"/>
    public IReadOnlyList<KeyWork> Take(int most) => _applier.Take(most);

    /// <inheritdoc cref="Applier.GiveBack"/>
    public void GiveBack(KeyWork work) => _applier.GiveBack(work);

    /// <inheritdoc cref="Applier.Settle"/>
    public void Settle(KeyWork work, IReadOnlyCollection<ArrivedEntry> settled)
    {
        _applier.Settle(work, settled);
        foreach (var stream in settled.Select(static entry => entry.Stream).Distinct())
        {
            Advance(stream);
        }
    }

    /// <inheritdoc cref="Applier.TryAgain"/>
    public void TryAgain() => _applier.TryAgain();

    private void Advance(StreamId stream)
    {
        _stability.Applied(stream, Has(stream));
        while (_applier.Marks.TryDequeue(out var mark))
        {
            Marked?.Invoke(mark.Stream, mark.Mark);
            Wait(mark.Stream, mark.Batch, mark.Mark);
        }

        // A mark says something of this region's states only when all that stands before it is merged, and not put aside.
        foreach (var (of, waiting) in _unheard)
        {
            var has = Has(of);
            var heard = waiting.FindAll(mark => mark.Batch <= has);
            waiting.RemoveRange(0, heard.Count); // they wait in their order
            heard.ForEach(mark => Hear(of, mark.Mark));
        }
    }

    // Behind what is put aside one mark is enough, as each says all that those before it have said: there may be one each second, for days.
    private void Wait(StreamId stream, long batch, MarkEntry mark)
    {
        var waiting = _unheard.TryGetValue(stream, out var known) ? known : _unheard[stream] = [];
        if (waiting.Count > 0 && Rejoining?.IsEarlierLife(stream) != true && !(_aside.TryGetValue(stream, out var aside) && aside.Any(held => held > waiting[^1].Batch && held <= batch)))
        {
            waiting.RemoveAt(waiting.Count - 1);
        }

        waiting.Add((batch, mark));
    }

    // Up to where all of a stream is merged.
    private long Has(StreamId stream) => Math.Min(Applied(stream), _aside.TryGetValue(stream, out var batches) && batches.Count > 0 ? batches.Min - 1 : long.MaxValue);

    private void Hear(StreamId stream, MarkEntry mark)
    {
        _marks[stream] = mark;
        _stability.Heard(stream, mark);
        if (Rejoining?.IsEarlierLife(stream) == true)
        {
            Rejoining.Said(mark);
        }
    }
}
