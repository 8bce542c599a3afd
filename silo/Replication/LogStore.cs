using ActiveActive.Replication;
using ActiveActive.Silo.Storage.Shards;
using ActiveActive.State;
using ActiveActive.State.Storage;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Replication;

/// <summary>A store that gives each write of replicated state its entry in the log, when there are other regions to read it.</summary>
internal sealed class LogStore(IStateStore store, StorageShards shards, OwnStreams streams, ResidencyPolicy policy, StreamWatch watch, IDatabaseClock clock, IOptions<ActiveActiveOptions> options) : IStateStore
{
    private readonly bool _isEnabled = options.Value.Replication.IsEnabled;

    public Task<StateRow?> Load(StateKey key, CancellationToken cancellation) => store.Load(key, cancellation);

    public Task<IReadOnlyDictionary<StateKey, StateRow>> LoadAll(IReadOnlyCollection<StateKey> keys, CancellationToken cancellation) => store.LoadAll(keys, cancellation);

    public Task<EffectLookup> FindEffects(StateKey key, IReadOnlyList<RequestId> effects, CancellationToken cancellation) => store.FindEffects(key, effects, cancellation);

    public Task<CommitOutcome> Commit(StateWrite write, CancellationToken cancellation) =>
        !_isEnabled || write.Tells is null || policy.RegionsOf(write.Tells.Class).Length == 1 ? store.Commit(write, cancellation) : CommitLogged(write, write.Tells, cancellation);

    // Goes on wherever the commit ends: turns of the grain are dear.
    private async Task<CommitOutcome> CommitLogged(StateWrite write, StateDelta tells, CancellationToken cancellation)
    {
        var entry = EntryCodec.Write(write, clock.UtcNow, write.Traces is [var trace, ..] ? Tracing.ParentOf(trace) : null);
        var log = new LogRow(streams.Id(shards.Of(write.Key).Number, tells.Class), BatchHash.Of(entry).ToArray(), entry);
        var outcome = await store.Commit(write with { Log = log }, cancellation).ConfigureAwait(false);
        watch.Committed();
        return outcome;
    }
}
