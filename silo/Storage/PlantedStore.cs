using ActiveActive.State;
using ActiveActive.State.Storage;

namespace ActiveActive.Silo.Storage;

/// <summary>A store with the bugs that a drill's checkers must find, for drills and their tests only.</summary>
internal sealed class PlantedStore(IStateStore store, DurableStateOptions options) : IStateStore
{
    /// <summary>One in so many writes has the bug.</summary>
    private const int Period = 20;

    /// <summary>Rows with fewer writes are spared, so that a drill can open its accounts.</summary>
    private const int Spared = 3;

    private int _count;

    /// <summary>The store itself when no bug is planted.</summary>
    public static IStateStore Around(IStateStore store, DurableStateOptions options) =>
        options.PlantLostWrites || options.PlantDoubledSends ? new PlantedStore(store, options) : store;

    public Task<StateRow?> Load(StateKey key, CancellationToken cancellation) => store.Load(key, cancellation);

    public Task<IReadOnlyDictionary<StateKey, StateRow>> LoadAll(IReadOnlyCollection<StateKey> keys, CancellationToken cancellation) => store.LoadAll(keys, cancellation);

    public Task<EffectLookup> FindEffects(StateKey key, IReadOnlyList<RequestId> effects, CancellationToken cancellation) => store.FindEffects(key, effects, cancellation);

    public Task<CommitOutcome> Commit(StateWrite write, CancellationToken cancellation)
    {
        if (write.ExpectedVersion < Spared || Interlocked.Increment(ref _count) % Period != 0)
        {
            return store.Commit(write, cancellation);
        }

        return options.PlantLostWrites ? Task.FromResult(CommitOutcome.Committed) : store.Commit(write with { Sends = Doubled(write) }, cancellation);
    }

    private static SendRow[] Doubled(StateWrite write) =>
        [.. write.Sends, .. write.Sends.Select(static send => send with { Id = send.Id.DeriveSend("planted", "", 0) })];
}
