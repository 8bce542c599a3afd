using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using ActiveActive.Merging;
using ActiveActive.Replication;
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

    public bool HasWork => _queue.Count + _untold.Count + _log.Open > 0;

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
        _clock = new HybridClock(Self, MaxDrift);
        foreach (var (stream, batches) in Disk.Log)
        {
            var applied = stream.Origin == Self ? batches.Count : Disk.Applied.GetValueOrDefault(stream);
            var merged = Disk.Aside.Values.SelectMany(static aside => aside).Where(entry => entry.Stream == stream).Select(static entry => entry.Batch - 1).Append(applied).Min();
            var mark = batches.Take((int)merged).SelectMany(static batch => batch.Entries.OfType<MarkEntry>()).LastOrDefault();
            _log.Begin(stream, Disk.Head(stream), applied, mark);
        }

        NoteAside();
        foreach (var batch in Disk.Log.Where(one => one.Key.Origin != Self).SelectMany(one => one.Value.Skip((int)Disk.Applied.GetValueOrDefault(one.Key))))
        {
            _log.Replay(batch);
        }

        IsUp = true;
    }

    public void Crash()
    {
        IsUp = false;
        _queue.Clear();
        _untold.Clear();
        _activations.Clear();
    }

    public void TakeBackup() => Backup = Disk;

    /// <summary>Puts the backup in the place of the database.</summary>
    public void Restore(int incarnation)
    {
        Crash();
        Disk = _world.Plant == Plant.SameIncarnation ? Backup : Backup with { Self = new Origin(Self.Region, incarnation), HasRejoined = false, Told = ImmutableSortedDictionary<StreamId, long>.Empty };
    }

    /// <summary>One attempt of a client.</summary>
    /// <param name="operation">What to do.</param>
    /// <param name="attempt">Which attempt, from 1.</param>
    /// <param name="answer">Told the requests that the answer shows, and the token, when it is done.</param>
    /// <returns>False when it was refused and nothing will be done.</returns>
    public bool Write(Operation operation, int attempt, Action<ulong, IEnumerable<KeyValuePair<StreamId, long>>> answer)
    {
        if (!IsUp || !MayWrite())
        {
            return false;
        }

        if (attempt > 1 && Disk.Effects.Contains(operation.Effect))
        {
            answer(operation.Bit, Position());
            return true;
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
        IsUp && MayWrite() && !Disk.Aside.ContainsKey(key) && token.All(position => _log.Applied(position.Key) >= position.Value) ? ActivationOf(key).Requests : null;

    /// <summary>Up to where this region is.</summary>
    public IEnumerable<KeyValuePair<StreamId, long>> Position() => _world.Plant == Plant.TokenOfApplied ? _log.Streams.Select(stream => KeyValuePair.Create(stream, _log.Applied(stream))) : _log.Position();

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
        if (IsUp)
        {
            foreach (var work in _log.Take(2))
            {
                Merge(work);
            }
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
        if (IsUp)
        {
            var streams = Disk.Log.Keys.Where(stream => stream.Origin != Self);
            Disk = Disk with { Applied = streams.ToImmutableSortedDictionary(static stream => stream, stream => _world.Plant == Plant.AppliedWhenStored ? _log.Head(stream).Number : _log.Applied(stream)) };
        }
    }

    /// <summary>Tells the other regions how far the streams are applied, if there is news.</summary>
    public void Mark()
    {
        if (!IsUp || !MayWrite() || !_log.HasNews(Class, Disk.Told))
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
        if (!IsUp || !Disk.Aside.TryGetValue(key, out var aside))
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
    public Message Ask(int peer) => new(Place, peer, Heads(), Self, Self, null);

    /// <summary>What it answers.</summary>
    /// <param name="question">The question.</param>
    /// <param name="most">How many batches of each stream at most.</param>
    public Message Answer(Message question, int most) => new(
        Place,
        question.From,
        Heads(),
        Self,
        question.Asker,
        [.. Disk.Log.Where(one => one.Key.Origin != _world.Regions[question.From].Self).SelectMany(one => one.Value.Skip((int)question.Heads.GetValueOrDefault(one.Key)).Take(most))]);

    /// <summary>Takes what a peer has sent.</summary>
    public void Receive(Message answer)
    {
        if (!IsUp)
        {
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
        _world.CheckRow(this, commit.Key, row);
        return disk with { Rows = disk.Rows.SetItem(commit.Key, row) };
    }

    private void Merge(KeyWork work)
    {
        var key = Key(work.Key);
        if (Disk.Aside.ContainsKey(key) && _world.Plant != Plant.PoisonNotHeld)
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
        var aside = _world.Plant switch
        {
            Plant.PoisonDropped => [],
            Plant.PoisonNotHeld => [merge.Poison!],
            _ => work.Entries.Except(merge.Merged).ToImmutableList(),
        };
        Queue(key, work, row, merge, _world.Plant == Plant.PoisonNotHeld ? [.. merge.Merged, merge.Poison!] : work.Entries, aside);
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
        foreach (var entry in merged)
        {
            _log.TakeBack(entry.Stream, entry.Batch);
        }

        NoteAside();
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

    private ImmutableSortedDictionary<StreamId, long> Heads() => Disk.Log.ToImmutableSortedDictionary(static one => one.Key, static one => (long)one.Value.Count);

    private StreamId StreamOf(int key) => new(Self, key % Shards, Class);

    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(World.Epoch + _world.Time + ClockOffset);

    private long Latest() => Now().ToUnixTimeMilliseconds() + (long)MaxDrift.TotalMilliseconds;

    /// <summary>The bug: takes what is applied here for stable.</summary>
    private sealed class Guess(RegionLog log) : IStability
    {
        public long Stable(StreamId stream) => log.Applied(stream);
    }
}
