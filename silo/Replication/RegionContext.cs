using System.Collections.Concurrent;
using ActiveActive.Merging;
using ActiveActive.Replication;
using ActiveActive.Silo.Storage.Shards;
using ActiveActive.State;
using ActiveActive.State.Storage;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Replication;

/// <summary>What the replicated states of a silo know of their region, and the list of those that are active here, by which they are told that their row was merged.</summary>
internal sealed class RegionContext(OwnStreams streams, StorageShards shards, ResidencyPolicy policy, StreamHeads heads, RegionProgress progress, IDatabaseClock clock, IOptions<ActiveActiveOptions> options) : IRegionContext
{
    private readonly ConcurrentDictionary<StreamId, long> _stable = new();
    private readonly WritesUnderWay _writes = new();
    private readonly ConcurrentDictionary<StateKey, IReplica> _active = new();
    private readonly Lock _lock = new();
    private HybridClock? _clockNeedsLock;
    private volatile bool _mayWrite;
    private volatile bool _isClosed;
    private long _noRetriesBefore = long.MinValue;

    public bool IsAlone(StreamId stream) => !options.Value.Replication.IsEnabled || policy.RegionsOf(stream.Class).Length == 1;

    public StreamId StreamOf(StateKey key) => streams.Stream(shards.Of(key).Number, policy.ClassOf(key.GrainKey));

    /// <summary>Whether the region knows all that it should, as far as this silo has been told.</summary>
    public bool IsWhole => _mayWrite || (!_isClosed && streams.HasRejoined);

    /// <exception cref="StorageUnavailableException">The region has to catch up first.</exception>
    public Stamp NextStamp(Stamp above)
    {
        if (!IsWhole)
        {
            throw new StorageUnavailableException($"Region {streams.Self.Region} is new, was restored, or was away, and is fetching from its peers what it does not have. Until then replicated state is not written here. Nothing was done; try again, or in another region.");
        }

        lock (_lock)
        {
            _clockNeedsLock ??= new HybridClock(streams.Self, options.Value.Replication.MaxClockDrift);
            return _clockNeedsLock.Next(clock.UtcNow, above);
        }
    }

    public async Task StoredInMajority(StateKey key)
    {
        var stream = StreamOf(key);
        if (IsAlone(stream))
        {
            return;
        }

        var isStored = false;
        Exception? cause = null;
        try
        {
            isStored = await progress.IsStored(stream, (await heads.Read()).GetValueOrDefault(stream), options.Value.Replication.MajorityTimeout, CancellationToken.None);
        }
        catch (StorageUnavailableException error)
        {
            cause = error;
        }

        if (!isStored)
        {
            throw new NotInMajorityException($"The change of {key} is committed in region {streams.Self.Region}, and not known to be stored in a majority of the {policy.RegionsOf(stream.Class).Length} regions within {options.Value.Replication.MajorityTimeout}. The same request again waits further.", cause);
        }
    }

    /// <exception cref="OutcomeUnknownException">It may have been made in another region, and nothing here would tell.</exception>
    public void CheckRetry(RequestId effect)
    {
        if (effect.Timestamp.ToUnixTimeMilliseconds() < Math.Max(Interlocked.Read(ref _noRetriesBefore), streams.NoRetriesBefore?.ToUnixTimeMilliseconds() ?? long.MinValue))
        {
            throw new OutcomeUnknownException($"The request was made before region {streams.Self.Region} took over the states of another region, and may have been made there. Nothing was done here. Make it again in the region where it was made first.");
        }
    }

    public long Stable(StreamId stream) => _stable.GetValueOrDefault(stream);

    public IDisposable BeginWrite() => _writes.Begin();

    /// <summary>Done when memory shows all writes of this silo that are under way now.</summary>
    public Task WritesDone() => _writes.AllDone();

    public void Enter(StateKey key, IReplica replica) => _active[key] = replica;

    public void Leave(StateKey key, IReplica replica) => _active.TryRemove(KeyValuePair.Create(key, replica));

    /// <summary>A state that is active here; null when it is not.</summary>
    public IReplica? Find(StateKey key) => _active.GetValueOrDefault(key);

    /// <summary>Notes what is stable, and whether replicated state may be written.</summary>
    public void Learn(IEnumerable<KeyValuePair<StreamId, long>> stable, bool mayWrite)
    {
        _mayWrite = mayWrite;
        foreach (var (stream, number) in stable)
        {
            _stable[stream] = number;
        }
    }

    /// <summary>Keeps replicated state from being written until <see cref="Learn"/> says that it may be.</summary>
    public void Close(DateTimeOffset? noRetriesBefore)
    {
        (_isClosed, _mayWrite) = (true, false);
        if (noRetriesBefore is { } before)
        {
            Interlocked.Exchange(ref _noRetriesBefore, before.ToUnixTimeMilliseconds());
        }
    }

    /// <summary>Lets those of these states that are active here take their merged rows.</summary>
    public Task Refresh(IEnumerable<MergedRow> rows) => Task.WhenAll(rows.Select(row => _active.TryGetValue(row.Key, out var replica) ? replica.Refresh(row.Row) : Task.CompletedTask));

    /// <summary>Lets all states that are active here read their rows anew.</summary>
    public Task RefreshAll() => Task.WhenAll(_active.Values.Select(static replica => replica.Refresh(null)));

    /// <summary>Keeps a state that is active here from writing until it is refreshed.</summary>
    public Task Hold(StateKey key) => _active.TryGetValue(key, out var replica) ? replica.Hold() : Task.CompletedTask;
}
