using ActiveActive.State.Storage;

namespace ActiveActive.Replication;

/// <summary>
/// What of the stored streams is still to be applied. It gives out work by state, each state to one worker at a time, so that states are merged beside each other and many entries of one state at once; and it knows up to
/// where each stream is applied without gaps.
/// </summary>
/// <remarks>
/// <para>Nothing in it is durable: after a start, the batches above the last durable <see cref="Applied"/> are added again, and merging what was merged changes nothing.</para>
/// <para>An entry that needs another one stays with its state until something new comes for that state, since what it needs comes in another stream, or until <see cref="TryAgain"/>. Others go on.</para>
/// </remarks>
internal sealed class Applier
{
    private readonly Dictionary<StreamId, OpenStream> _streams = [];
    private readonly Dictionary<StateKey, OpenState> _states = [];
    private readonly Queue<StateKey> _ready = new();

    /// <summary>How many entries are not yet settled.</summary>
    public int Open { get; private set; }

    /// <summary>The marks of batches that have become applied, each with its place, in the order of its stream; whoever takes them empties it.</summary>
    public Queue<(StreamId Stream, long Batch, MarkEntry Mark)> Marks { get; } = new();

    /// <summary>Begins with a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="applied">Up to where it is applied.</param>
    /// <param name="watermark">When the newest of what is applied was committed, as far as is known.</param>
    public void Begin(StreamId stream, long applied, DateTimeOffset? watermark = null) => _streams.Add(stream, new OpenStream(applied) { Watermark = watermark });

    /// <summary>Up to which batch a stream is applied, without gaps.</summary>
    public long Applied(StreamId stream) => _streams.TryGetValue(stream, out var open) ? open.Applied : 0;

    /// <summary>The last applied batch of a stream that changed something, since the start; 0 for none.</summary>
    public long Changed(StreamId stream) => _streams.TryGetValue(stream, out var open) ? open.Changed : 0;

    /// <summary>When the newest applied entry of a stream was committed where it was written; null when that is not known.</summary>
    public DateTimeOffset? Watermark(StreamId stream) => _streams.GetValueOrDefault(stream)?.Watermark;

    /// <summary>The bytes of a stream's batches that are added and not yet applied.</summary>
    public long OpenBytes(StreamId stream) => _streams.GetValueOrDefault(stream)?.OpenBytes ?? 0;

    /// <summary>Up to which batch a stream was added.</summary>
    public long Added(StreamId stream) => _streams.TryGetValue(stream, out var open) ? open.Added : 0;

    /// <summary>Adds the next batch of a stream.</summary>
    /// <exception cref="ArgumentException">It is not the next one.</exception>
    public void Add(LogBatch batch)
    {
        if (!_streams.TryGetValue(batch.Stream, out var stream))
        {
            _streams.Add(batch.Stream, stream = new OpenStream(0));
        }

        if (batch.Number != stream.Added + 1)
        {
            throw new ArgumentException($"Batch {batch.Number} of {batch.Stream} was added after {stream.Added}.", nameof(batch));
        }

        stream.Add(batch);
        for (var place = 1; place <= batch.Entries.Length; place++)
        {
            if (batch.Entries[place - 1] is not StateEntry entry)
            {
                continue;
            }

            Open++;
            if (!_states.TryGetValue(entry.Key, out var state))
            {
                _states.Add(entry.Key, state = new OpenState());
            }

            state.Entries.Add(new ArrivedEntry(batch.Stream, batch.Number, place, entry));
            MakeReady(entry.Key, state);
        }

        Advance(batch.Stream, stream);
    }

    /// <summary>Takes work: states for which something has come. Each is <see cref="Settle"/>d or given back before it is given out again.</summary>
    /// <param name="most">How many states at most.</param>
    public IReadOnlyList<KeyWork> Take(int most)
    {
        var taken = new List<KeyWork>();
        while (taken.Count < most && _ready.TryDequeue(out var key))
        {
            var state = _states[key];
            (state.IsReady, state.IsTaken) = (false, true);
            taken.Add(new KeyWork(key, [.. state.Entries]));
        }

        return taken;
    }

    /// <summary>Ends work on a state. What is not settled waits for others.</summary>
    /// <param name="work">The work.</param>
    /// <param name="settled">The entries that are durably merged, or put aside.</param>
    public void Settle(KeyWork work, IReadOnlyCollection<ArrivedEntry> settled)
    {
        var state = _states[work.Key];
        var hasNew = state.Entries.Count > work.Entries.Count;
        state.IsTaken = false;
        state.Entries.RemoveAll(settled.Contains);
        Open -= settled.Count;
        if (state.Entries.Count == 0)
        {
            _states.Remove(work.Key);
        }
        else if (hasNew)
        {
            MakeReady(work.Key, state);
        }

        foreach (var entries in settled.GroupBy(static entry => entry.Stream))
        {
            var stream = _streams[entries.Key];
            foreach (var entry in entries)
            {
                stream.Settle(entry.Batch);
            }

            Advance(entries.Key, stream);
        }
    }

    /// <summary>Gives work back that could not be done, to be taken again.</summary>
    public void GiveBack(KeyWork work)
    {
        var state = _states[work.Key];
        state.IsTaken = false;
        MakeReady(work.Key, state);
    }

    /// <summary>Gives all that waits out again: what it needs may have come by a repair, of which this is not told.</summary>
    public void TryAgain()
    {
        foreach (var (key, state) in _states)
        {
            MakeReady(key, state);
        }
    }

    private void MakeReady(StateKey key, OpenState state)
    {
        if (!state.IsReady && !state.IsTaken)
        {
            state.IsReady = true;
            _ready.Enqueue(key);
        }
    }

    private void Advance(StreamId id, OpenStream stream)
    {
        while (stream.TryAdvance(out var marks))
        {
            foreach (var mark in marks)
            {
                Marks.Enqueue((id, stream.Applied, mark));
            }
        }
    }

    private sealed class OpenState
    {
        public List<ArrivedEntry> Entries { get; } = [];

        public bool IsReady { get; set; }

        public bool IsTaken { get; set; }
    }

    private sealed class OpenStream(long applied)
    {
        private readonly Queue<LogBatch> _open = new();
        private readonly Dictionary<long, int> _left = [];

        public long Applied { get; private set; } = applied;

        public long Changed { get; private set; }

        public DateTimeOffset? Watermark { get; set; }

        public long OpenBytes { get; private set; }

        public long Added => Applied + _open.Count;

        public void Add(LogBatch batch)
        {
            _open.Enqueue(batch);
            OpenBytes += batch.Bytes;
            _left.Add(batch.Number, batch.Entries.Count(static entry => entry is StateEntry));
        }

        public void Settle(long batch) => _left[batch]--;

        public bool TryAdvance(out IEnumerable<MarkEntry> marks)
        {
            if (!_open.TryPeek(out var next) || _left[next.Number] > 0)
            {
                marks = [];
                return false;
            }

            _open.Dequeue();
            _left.Remove(next.Number);
            Applied = next.Number;
            OpenBytes -= next.Bytes;
            foreach (var entry in next.Entries)
            {
                Watermark = entry.CommittedAt is { } at && !(at <= Watermark) ? at : Watermark;
            }

            Changed = next.Entries.Any(static entry => entry is StateEntry) ? next.Number : Changed;
            marks = next.Entries.OfType<MarkEntry>();
            return true;
        }
    }
}
