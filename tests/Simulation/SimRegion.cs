using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ActiveActive.Merging;
using ActiveActive.Replication;
using ActiveActive.Replication.Repair;
using ActiveActive.State.Storage;

namespace ActiveActive.Tests.Simulation;

/// <summary>A region: the real replication core with models of its database and its activations.</summary>
internal sealed class SimRegion
{
    private const string Class = "all";
    private static readonly TimeSpan MaxDrift = TimeSpan.FromSeconds(5);
    private readonly World _world;
    private readonly Dictionary<int, SimActivation> _activations = [];
    private readonly List<PendingCommit> _queue = [];
    private readonly List<(KeyWork Work, IReadOnlyCollection<ArrivedEntry> Settled)> _untold = [];
    private SimSnapshot? _snapshot;
    private long _lives;
    private RegionLog _log = null!;
    private HybridClock _clock = null!;

    public SimRegion(World world, int place, int shards)
    {
        (_world, Place, Shards) = (world, place, shards);
        Disk = new SimDisk(new Origin($"r{place}", 1), HasRejoined: true);
        Start();
    }

    public int Place { get; }

    public int Shards { get; }

    public SimDisk Disk { get; private set; }

    public SimDisk Backup { get; private set; } = null!;

    public bool IsUp { get; private set; }

    /// <summary>How far its clock is off, in milliseconds.</summary>
    public long ClockOffset { get; set; }

    /// <summary>The version of the state's type that its code knows.</summary>
    public int TypeVersion { get; set; } = 1;

    /// <summary>Whether it is up and takes no snapshot: else it neither merges nor writes.</summary>
    public bool IsServing => IsUp && !Disk.WantsSnapshot;

    /// <summary>Whether another region may take a snapshot of it.</summary>
    public bool IsWhole => IsServing && Disk.HasRejoined && Disk.Damaged.IsEmpty;

    public bool HasWork => _queue.Count + _untold.Count + _log.Open + Disk.Damaged.Count > 0 || Disk.WantsSnapshot;

    public bool IsTelling => _untold.Count > 0;

    public RegionLog Log => _log;

    private Origin Self => Disk.Self;

    private IStability Stability => _world.Plant == Plant.GuessedStability ? new Guess(_log) : _log;

    private EntryMerger<Ledger> Merger => new(TypeVersion);

    public void Start()
    {
        _log = new RegionLog(Self, _ => _world.RegionNames)
        {
            Rejoining = Disk.HasRejoined || _world.Plant == Plant.NoRejoining ? null : new Rejoining(Self, [.. _world.RegionNames.Where(name => name != Self.Region)]),
        };
        if (!Disk.Reach.IsEmpty)
        {
            _log.Rejoining?.Said(new MarkEntry(BatchHash.None, Shards, Disk.Reach));
        }

        _clock = new HybridClock(Self, MaxDrift);
        foreach (var (stream, stored) in Disk.Log)
        {
            _log.Begin(stream, stored.Head, stream.Origin == Self ? stored.Head.Number : Disk.Applied.GetValueOrDefault(stream), stored.MarkAt(Disk.Has(stream)));
        }

        NoteAside();
        foreach (var batch in Disk.Log.Where(one => one.Key.Origin != Self).SelectMany(one => one.Value.After(Disk.Applied.GetValueOrDefault(one.Key))))
        {
            _log.Replay(batch);
        }

        (IsUp, _snapshot, _lives) = (true, null, _lives + 1);
    }

    public void Crash()
    {
        (IsUp, _snapshot) = (false, null);
        _queue.Clear();
        _untold.Clear();
        _activations.Clear();
    }

    public void TakeBackup() => Backup = Disk;

    /// <summary>Its only backup is of an empty database from now on: it is as good as a new region.</summary>
    public void LoseBackup() => Backup = new SimDisk(new Origin(Self.Region, 1), HasRejoined: true);

    /// <summary>Puts the backup in the place of the database.</summary>
    public void Restore(int incarnation)
    {
        Crash();
        Disk = _world.Plant == Plant.SameIncarnation ? Backup : Backup with
        {
            Self = new Origin(Self.Region, incarnation),
            HasRejoined = false,
            Told = ImmutableSortedDictionary<StreamId, long>.Empty,
            Applied = Backup.Applied.SetItems(Backup.Log.Where(one => one.Key.Origin == Backup.Self).Select(static one => KeyValuePair.Create(one.Key, one.Value.Head.Number))),
        };
    }

    /// <summary>Whether it would make a request that it was not asked for before.</summary>
    public bool Takes(Operation operation, int attempt) => attempt == 1 || operation.MadeAt >= Disk.NoRetriesBefore || _world.Plant == Plant.RetriesAfterSnapshot;

    /// <summary>Goes on with a snapshot, by a small step, if one is wanted.</summary>
    /// <returns>Whether that was the last step.</returns>
    public bool TakeSnapshot()
    {
        if (!IsUp || !Disk.WantsSnapshot)
        {
            return false;
        }

        if (_snapshot is null)
        {
            Begin();
            return false;
        }

        var peer = _world.Regions[_snapshot.Peer];
        if (peer._lives != _snapshot.Life || !peer.IsWhole || !_world.Hear(Place, _snapshot.Peer))
        {
            _snapshot = null; // begun anew
        }
        else if (_snapshot.Next == World.MostKeys)
        {
            End(_snapshot, peer);
        }
        else if (Take(_snapshot.Next, peer, Joined))
        {
            _snapshot = _snapshot with { Next = _snapshot.Next + 1 };
        }

        return !Disk.WantsSnapshot;
    }

    /// <summary>Deletes what is stable from its log.</summary>
    public void Trim()
    {
        if (!IsServing)
        {
            return;
        }

        foreach (var (stream, stored) in Disk.Log)
        {
            var most = Math.Min(_log.Stable(stream), stream.Origin == Self ? stored.Head.Number : Disk.Applied.GetValueOrDefault(stream));
            if (most > stored.Before.Number)
            {
                _world.Count("trim");
                Disk = Disk.With(stream, stored.Without(most));
            }
        }
    }

    /// <summary>
    /// Something puts an old row in the place of a grain's, or deletes it. Until it is mended, nobody uses the grain here; changes of other regions are merged into what is left, and those wait that need what it lacks.
    /// </summary>
    public void Damage(int key)
    {
        if (!IsServing || _queue.Exists(commit => commit.Key == key) || !Disk.Rows.TryGetValue(key, out var row))
        {
            return;
        }

        _world.Count("damage");
        var old = Backup.Self == Self && !Backup.Damaged.Contains(key) && Backup.Rows.TryGetValue(key, out var before) ? row with { Payload = before.Payload } : null;
        Disk = Disk with { Damaged = Disk.Damaged.Add(key), Rows = old is null ? Disk.Rows.Remove(key) : Disk.Rows.SetItem(key, new SimRow(row.Version + 1, old.Payload)) };
        Reload(key);
    }

    /// <summary>Mends a damaged row by a peer's, once that has applied all that this region has stored, and this region has stored all that the peer has, so that its tokens name it.</summary>
    public void Mend(int key, SimRegion peer)
    {
        if (!IsWholeBut(key) || !peer.IsWhole || !_world.Hear(Place, peer.Place) || _queue.Exists(commit => commit.Key == key) || (_world.Plant != Plant.MendedTooEarly && Disk.Log.Any(stream => peer.Disk.Has(stream.Key) < stream.Value.Head.Number)) || (_world.Plant != Plant.MendedAhead && peer.Disk.Log.Any(stream => Disk.Head(stream.Key).Number < stream.Value.Head.Number)))
        {
            return;
        }

        // What the row has is not joined: it may have folded without knowledge of what it has lost.
        if (Take(key, peer, _world.Plant == Plant.MendedByJoining ? Joined : Replaced))
        {
            _world.Count("mend");
            Disk = Disk with { Damaged = Disk.Damaged.Remove(key) };
        }
    }

    /// <summary>One attempt of a client.</summary>
    /// <param name="operation">What to do.</param>
    /// <param name="attempt">Which attempt, from 1.</param>
    /// <param name="answer">Told the requests that the answer shows, and the token, when it is done.</param>
    /// <returns>False when it was refused and nothing will be done.</returns>
    public bool Write(Operation operation, int attempt, Action<ulong, IEnumerable<KeyValuePair<StreamId, long>>> answer)
    {
        if (!IsServing || !MayWrite() || Disk.Damaged.Contains(operation.Key))
        {
            return false;
        }

        if (attempt > 1 && Disk.Effects.Contains(operation.Effect))
        {
            answer(operation.Bit, Position());
            return true;
        }

        if (!Takes(operation, attempt))
        {
            return false;
        }

        var activation = ActivationOf(operation.Key);
        if (activation.IsWriting)
        {
            return false;
        }

        var noted = activation.Noted(StreamOf(operation.Key));
        var before = noted.Fold(Class, Stability);
        if (!ReferenceEquals(before, noted))
        {
            _world.Count("fold");
        }

        Stamp stamp;
        try
        {
            stamp = _clock.Next(Now(), before.State.Latest);
        }
        catch (ClockDriftException)
        {
            return false;
        }

        var writing = new Writing(Self, before.State.Context, stamp, operation.Effect, attempt > 1);
        var (next, delta) = before.State.Update(writing, ledger => operation.Apply(ledger, writing, new Origin($"r{(Place + 1) % _world.RegionNames.Count}", 1)));
        var replica = before with { State = next };
        var payload = JsonSerializer.SerializeToUtf8Bytes(replica);
        _world.Observes(operation, activation.Requests);
        var entry = Entry(operation, delta!, before.State.Context.Vector);
        var version = activation.Version;
        activation.IsWriting = true;
        _queue.Add(new PendingCommit(operation.Key, version, payload, Done) { Entry = (StreamOf(operation.Key), entry), Effect = operation.Effect });
        if (_world.Plant == Plant.AnsweredBeforeDurable)
        {
            answer(operation.Bit, []);
        }

        return true;

        void Done(CommitResult result, long batch)
        {
            activation.IsWriting = false;
            if (result == CommitResult.Committed)
            {
                activation.Committed(Self, version + 1, replica, batch);
                answer(activation.Requests, Position());
                return;
            }

            Read(operation.Key, activation);
            if (result == CommitResult.Duplicate)
            {
                answer(operation.Bit, Position());
            }
        }
    }

    /// <summary>What a client with a token sees of a grain.</summary>
    /// <returns>The requests; null when it would have to wait.</returns>
    public ulong? Read(int key, IReadOnlyDictionary<StreamId, long> token) =>
        IsServing && MayWrite() && !Disk.Aside.ContainsKey(key) && !Disk.Damaged.Contains(key) && token.All(position => _log.Applied(position.Key) >= position.Value) ? ActivationOf(key).Requests : null;

    /// <summary>Up to where a reader may have met each stream: what is stored. What is applied is less than what a state may show, since another state's change before it may still wait.</summary>
    public IEnumerable<KeyValuePair<StreamId, long>> Position() => _world.Plant == Plant.TokenOfApplied ? _log.Streams.Select(stream => KeyValuePair.Create(stream, _log.Applied(stream))) : Disk.Log.Select(static one => KeyValuePair.Create(one.Key, one.Value.Head.Number));

    /// <summary>Writes all that waits, in one transaction, and tells the writers.</summary>
    /// <param name="crashBefore">Nothing becomes durable.</param>
    /// <param name="crashAfter">It becomes durable, and nobody hears of it.</param>
    public void Flush(bool crashBefore = false, bool crashAfter = false)
    {
        var results = new List<(PendingCommit Commit, CommitResult Result)>();
        var entries = new SortedDictionary<StreamId, List<LogEntry>>();
        var disk = Disk;
        foreach (var commit in _queue)
        {
            var result = Judge(disk, commit);
            results.Add((commit, result));
            if (result == CommitResult.Committed)
            {
                disk = Commit(disk, commit);
                if (commit.Entry is { } entry)
                {
                    (entries.TryGetValue(entry.Stream, out var of) ? of : entries[entry.Stream] = []).Add(entry.Entry);
                }
            }
        }

        _queue.Clear();
        if (crashBefore)
        {
            Disk = _world.Plant == Plant.LogNotAtomic ? disk : Disk;
            Crash();
            return;
        }

        foreach (var (stream, of) in entries)
        {
            disk = disk.With(LogBatch.After(stream, disk.Head(stream), [.. of]));
        }

        Disk = disk;
        if (crashAfter)
        {
            Crash();
            return;
        }

        foreach (var stream in entries.Keys)
        {
            _log.Committed(stream, Disk.Head(stream));
        }

        foreach (var (commit, result) in results)
        {
            commit.Done(result, commit.Entry is { } entry ? Disk.Head(entry.Stream).Number : 0);
        }
    }

    /// <summary>Merges what has arrived, for a few grains.</summary>
    public void Merge()
    {
        if (IsServing)
        {
            foreach (var work in _log.Take(2))
            {
                Merge(work);
            }
        }
    }

    /// <summary>Gives what waits for something another try.</summary>
    public void TryAgain()
    {
        if (IsServing)
        {
            _log.TryAgain();
        }
    }

    /// <summary>Tells an activation that its row was merged.</summary>
    public void Tell()
    {
        if (_untold.Count == 0)
        {
            return;
        }

        var (work, settled) = _untold[0];
        _untold.RemoveAt(0);
        Reload(Key(work.Key));
        if (_world.Plant != Plant.AppliedBeforeTold)
        {
            _log.Settle(work, settled);
        }
    }

    /// <summary>Makes durable how far the streams are applied.</summary>
    public void NoteApplied()
    {
        if (IsServing)
        {
            var streams = Disk.Log.Keys.Where(stream => stream.Origin != Self);
            Disk = Disk with { Applied = streams.ToImmutableSortedDictionary(static stream => stream, stream => _world.Plant == Plant.AppliedWhenStored ? _log.Head(stream).Number : _log.Applied(stream)) };
        }
    }

    /// <summary>Tells the other regions how far the streams are applied, if there is news.</summary>
    public void Mark()
    {
        if (!IsServing || !MayWrite() || !_log.HasNews(Class, Disk.Told))
        {
            return;
        }

        var mark = _log.Mark(Class);
        var entry = new MarkEntry(BatchHash.Of(Encoding.UTF8.GetBytes(string.Join(' ', mark))), Shards, mark);
        for (var shard = 0; shard < Shards; shard++)
        {
            _queue.Add(new PendingCommit(-1, 0, null, static (_, _) => { }) { Entry = (new StreamId(Self, shard, Class), entry), Also = disk => disk with { Told = mark } });
        }
    }

    /// <summary>Tries again what was put aside for a grain.</summary>
    public void RetryAside(int key)
    {
        if (!IsServing || !Disk.Aside.TryGetValue(key, out var aside))
        {
            return;
        }

        var row = Disk.Rows.GetValueOrDefault(key);
        var merge = Merger.Merge(row?.Payload, aside, Stability, Latest());
        if (merge.Merged.Count > 0)
        {
            _queue.Add(new PendingCommit(key, row?.Version ?? 0, merge.Payload, (_, _) => TakeBack(key, merge.Merged))
            {
                MergedEffects = [.. EffectsOf(merge.Merged)],
                Also = disk =>
                {
                    var left = disk.Aside.GetValueOrDefault(key, []).RemoveRange(merge.Merged);
                    return disk with { Aside = left.IsEmpty ? disk.Aside.Remove(key) : disk.Aside.SetItem(key, left) };
                },
            });
        }
    }

    /// <summary>What it asks a peer.</summary>
    public Message Ask(int peer) => new(Place, peer, Heads(), Self, Self, ImmutableDictionary<StreamId, long>.Empty, null);

    /// <summary>What it answers.</summary>
    /// <param name="question">The question.</param>
    /// <param name="most">How many batches of each stream at most.</param>
    public Message Answer(Message question, int most) => new(
        Place,
        question.From,
        Heads(),
        Self,
        question.Asker,
        Disk.Log.Where(one => one.Key.Origin != question.Asker).ToDictionary(static one => one.Key, static one => one.Value.Before.Number),
        [.. Disk.Log.Where(one => one.Key.Origin != question.Asker).SelectMany(one => one.Value.After(question.Heads.GetValueOrDefault(one.Key)).Take(most))]);

    /// <summary>Takes what a peer has sent.</summary>
    public void Receive(Message answer)
    {
        if (!IsServing)
        {
            return;
        }

        if (answer.Asker == Self && answer.Gone.Any(one => Disk.Head(one.Key).Number < one.Value))
        {
            WantSnapshot();
            return;
        }

        if (answer.Asker == Self)
        {
            _log.Rejoining?.Heard($"r{answer.From}", answer.Heads);
        }

        foreach (var batch in answer.Batches!)
        {
            var arrival = _log.Judge(batch);
            if (arrival is Arrival.Next || (arrival is Arrival.Gap && _world.Plant == Plant.GapNotNoticed))
            {
                Store(arrival is Arrival.Next ? batch : LogBatch.After(batch.Stream, _log.Head(batch.Stream), batch.Entries));
            }
            else if (arrival is Arrival.Fork or Arrival.Damaged)
            {
                throw new Violation($"{Self} got batch {batch.Number} of {batch.Stream} from r{answer.From}, which is a {arrival}.");
            }
        }
    }

    /// <summary>Whether it may write replicated state.</summary>
    public bool MayWrite()
    {
        if (Disk.WantsSnapshot)
        {
            return false;
        }

        if (_log.MayWrite && !Disk.HasRejoined)
        {
            Disk = Disk with { HasRejoined = true };
        }

        return _log.MayWrite;
    }

    private static int Key(StateKey key) => int.Parse(key.GrainKey, CultureInfo.InvariantCulture);

    private static IEnumerable<Guid> EffectsOf(IEnumerable<ArrivedEntry> entries) => entries.SelectMany(static entry => entry.Entry.Effects).Select(static effect => effect.Id.Value);

    private static CommitResult Judge(SimDisk disk, PendingCommit commit) =>
        commit.Key >= 0 && (disk.Rows.GetValueOrDefault(commit.Key)?.Version ?? 0) != commit.Version ? CommitResult.Stale
        : commit.Effect is { } effect && disk.Effects.Contains(effect) ? CommitResult.Duplicate
        : CommitResult.Committed;

    private bool IsWholeBut(int key) => IsServing && Disk.HasRejoined && Disk.Damaged.Contains(key);

    // Whatever the region was doing is broken off.
    private void WantSnapshot()
    {
        _world.Count("snapshot wanted");
        Crash();
        Disk = Disk with { WantsSnapshot = true, HasRejoined = false };
        Start();
        _world.ForgetWaiting(this);
    }

    private void Begin()
    {
        var peers = _world.Regions.Where(peer => peer != this).ToList();
        if (!peers.TrueForAll(peer => peer.IsUp && _world.Hear(Place, peer.Place)) || peers.Find(static peer => peer.IsWhole) is not { } peer)
        {
            return;
        }

        _snapshot = new SimSnapshot(peer.Place, peer._lives, _world.Time + ClockOffset, peer.Places(), 0);
    }

    private Dictionary<StreamId, (StreamHead Head, MarkEntry? Mark)> Places()
    {
        var places = new Dictionary<StreamId, (StreamHead Head, MarkEntry? Mark)>();
        foreach (var (stream, stored) in Disk.Log)
        {
            var number = _world.Plant == Plant.SnapshotWithoutAside && stream.Origin != Self ? Disk.Applied.GetValueOrDefault(stream) : Disk.Has(stream);
            if (number > 0)
            {
                places[stream] = (new StreamHead(number, stored.HashAt(number)), stored.MarkAt(number));
            }
        }

        return places;
    }

    private static (byte[]? Payload, bool IsDone) Joined(RowRepair<Ledger> repair, byte[]? payload, SimRow theirs, int theirVersion, long latest) => (repair.Join(payload, theirs.Payload, theirVersion, latest), true);

    private static (byte[]? Payload, bool IsDone) Replaced(RowRepair<Ledger> repair, byte[]? payload, SimRow theirs, int theirVersion, long latest) =>
        repair.Replace(payload, theirs.Payload, theirVersion, latest) is { } next ? (next, true) : (null, false);

    // False when it has to be tried again.
    private bool Take(int key, SimRegion peer, Func<RowRepair<Ledger>, byte[]?, SimRow, int, long, (byte[]? Payload, bool IsDone)> how)
    {
        if (!peer.Disk.Rows.TryGetValue(key, out var theirs))
        {
            return true;
        }

        var row = Disk.Rows.GetValueOrDefault(key);
        (byte[]? Payload, bool IsDone) taken;
        try
        {
            taken = how(new RowRepair<Ledger>(TypeVersion), row?.Payload, theirs, peer.TypeVersion, Latest());
        }
        catch (Exception error) when (error is ClockDriftException or StateVersionException)
        {
            return false;
        }

        if (taken.Payload is not null)
        {
            var next = new SimRow((row?.Version ?? 0) + 1, taken.Payload);
            _world.CheckRow(this, key, next);
            Disk = Disk with { Rows = Disk.Rows.SetItem(key, next) };
            Reload(key);
        }

        return taken.IsDone;
    }

    private void End(SimSnapshot snapshot, SimRegion peer)
    {
        _world.Count("snapshot");
        var disk = Disk;
        foreach (var (stream, (head, mark)) in (_world.Plant == Plant.SnapshotPlacesLast ? peer.Places() : snapshot.Includes).Where(one => one.Key.Origin != Self))
        {
            var stored = disk.Of(stream);
            disk = stored.Head.Number >= head.Number ? disk
                : disk.With(stream, new SimStream(head, disk.Applied.GetValueOrDefault(stream) < head.Number ? mark ?? stored.MarkAt(head.Number) : stored.MarkAt(head.Number), []));
            disk = disk with { Applied = disk.Applied.SetItem(stream, Math.Max(disk.Applied.GetValueOrDefault(stream), head.Number)) };
            foreach (var (key, aside) in disk.Aside)
            {
                var left = aside.RemoveAll(entry => entry.Stream == stream && entry.Batch <= head.Number);
                disk = disk with { Aside = left.IsEmpty ? disk.Aside.Remove(key) : disk.Aside.SetItem(key, left) };
            }
        }

        Disk = disk with
        {
            WantsSnapshot = false,
            Damaged = [],
            Reach = peer.Heads().RemoveRange(peer.Heads().Keys.Where(stream => stream.Origin == Self)),
            NoRetriesBefore = snapshot.BegunAt + (long)MaxDrift.TotalMilliseconds,
        };
        Crash();
        Start();
    }

    private void Store(LogBatch batch)
    {
        Disk = Disk.With(batch);
        _log.Stored(batch);
    }

    private SimDisk Commit(SimDisk disk, PendingCommit commit)
    {
        disk = commit.Also(disk);
        disk = disk with { Effects = disk.Effects.Union(commit.Effect is { } effect ? [effect, .. commit.MergedEffects] : commit.MergedEffects) };
        if (commit.Payload is null)
        {
            return disk;
        }

        var row = new SimRow(commit.Version + 1, commit.Payload);
        if (!disk.Damaged.Contains(commit.Key))
        {
            _world.CheckRow(this, commit.Key, row);
        }

        return disk with { Rows = disk.Rows.SetItem(commit.Key, row) };
    }

    private void Merge(KeyWork work)
    {
        var key = Key(work.Key);
        if (Disk.Aside.ContainsKey(key))
        {
            PutAside(key, work, Disk.Rows.GetValueOrDefault(key), new RowMerge(null, [], work.Entries[0], null, []));
            return;
        }

        var row = Disk.Rows.GetValueOrDefault(key);
        var merge = Merger.Merge(row?.Payload, work.Entries, Stability, Latest());
        if (merge.Poison is not null)
        {
            PutAside(key, work, row, merge);
        }
        else if (merge.Merged.Count == 0)
        {
            _log.Settle(work, []);
        }
        else
        {
            Queue(key, work, row, merge, merge.Merged, []);
        }
    }

    private void PutAside(int key, KeyWork work, SimRow? row, RowMerge merge)
    {
        Queue(key, work, row, merge, work.Entries, _world.Plant == Plant.PoisonDropped ? [] : [.. work.Entries.Except(merge.Merged)]);
    }

    private void Queue(int key, KeyWork work, SimRow? row, RowMerge merge, IReadOnlyCollection<ArrivedEntry> settled, ImmutableList<ArrivedEntry> aside)
    {
        var version = row?.Version ?? 0;
        _queue.Add(new PendingCommit(_world.Plant == Plant.MergeWithoutVersion ? -1 : key, version, _world.Plant == Plant.MergeWithoutVersion ? null : merge.Payload, Done)
        {
            MergedEffects = [.. EffectsOf(merge.Merged)],
            Also = disk =>
            {
                disk = aside.IsEmpty ? disk : disk with { Aside = disk.Aside.SetItem(key, disk.Aside.GetValueOrDefault(key, []).AddRange(aside)) };
                return _world.Plant == Plant.MergeWithoutVersion && merge.Payload is not null ? disk with { Rows = disk.Rows.SetItem(key, new SimRow((disk.Rows.GetValueOrDefault(key)?.Version ?? 0) + 1, merge.Payload)) } : disk;
            },
        });

        void Done(CommitResult result, long batch)
        {
            if (result != CommitResult.Committed)
            {
                _log.GiveBack(work);
                return;
            }

            NoteAside();
            _untold.Add((work, settled));
            if (_world.Plant == Plant.AppliedBeforeTold)
            {
                _log.Settle(work, settled);
            }
        }
    }

    private void NoteAside()
    {
        foreach (var entry in Disk.Aside.Values.SelectMany(static aside => aside))
        {
            _log.PutAside(entry.Stream, entry.Batch);
        }
    }

    private void TakeBack(int key, IReadOnlyList<ArrivedEntry> merged)
    {
        Reload(key);

        // Another grain may have something in the same batch.
        var left = Disk.Aside.Values.SelectMany(static aside => aside).Select(static entry => (entry.Stream, entry.Batch)).ToHashSet();
        foreach (var (stream, batch) in merged.Select(static entry => (entry.Stream, entry.Batch)).Distinct().Where(batch => !left.Contains(batch)))
        {
            _log.TakeBack(stream, batch);
        }
    }

    private StateEntry Entry(Operation operation, Merged<Ledger> delta, VersionVector needs)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(delta);
        return new StateEntry(
            BatchHash.Of(bytes),
            new StateKey("ledger", operation.Key.ToString(CultureInfo.InvariantCulture), "state"),
            TypeVersion,
            bytes,
            _world.Plant == Plant.NoNeeds ? VersionVector.None : needs,
            [new EffectRow(new RequestId(operation.Effect), Guid.Empty, [], null)]);
    }

    private SimActivation ActivationOf(int key)
    {
        if (!_activations.TryGetValue(key, out var activation))
        {
            _activations.Add(key, activation = new SimActivation());
            Read(key, activation);
        }

        return activation;
    }

    private void Reload(int key)
    {
        if (_activations.TryGetValue(key, out var activation))
        {
            Read(key, activation);
        }
    }

    private void Read(int key, SimActivation activation) => activation.Read(Disk.Rows.GetValueOrDefault(key));

    private ImmutableSortedDictionary<StreamId, long> Heads() => Disk.Log.ToImmutableSortedDictionary(static one => one.Key, static one => one.Value.Head.Number);

    private StreamId StreamOf(int key) => new(Self, key % Shards, Class);

    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(World.Epoch + _world.Time + ClockOffset);

    private long Latest() => Now().ToUnixTimeMilliseconds() + (long)MaxDrift.TotalMilliseconds;

    /// <summary>The bug: takes what is applied here for stable.</summary>
    private sealed class Guess(RegionLog log) : IStability
    {
        public long Stable(StreamId stream) => log.Applied(stream);
    }
}
