using ActiveActive.Silo.Storage;
using ActiveActive.State.Storage;

namespace ActiveActive.Tests.Cluster.State;

/// <summary>The real store, with connections that break at chosen moments of a commit.</summary>
internal sealed class FaultyStore(PostgresStateStore store) : IStateStore
{
    public Queue<Fault> Faults { get; } = new();

    /// <summary>What happens between a commit and the loss of its connection.</summary>
    public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

    public int Commits { get; private set; }

    public int LookUps { get; private set; }

    /// <summary>Whether a commit has come to <see cref="Fault.Held"/>.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Lets the commit go on that is held.</summary>
    public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<StateRow?> Load(StateKey key, CancellationToken cancellation) => store.Load(key, cancellation);

    public Task<EffectLookup> FindEffects(StateKey key, IReadOnlyList<RequestId> effects, CancellationToken cancellation)
    {
        LookUps++;
        return store.FindEffects(key, effects, cancellation);
    }

    public async Task<CommitOutcome> Commit(StateWrite write, CancellationToken cancellation)
    {
        Commits++;
        if (!Faults.TryDequeue(out var fault))
        {
            return await store.Commit(write, cancellation);
        }

        if (fault == Fault.Held)
        {
            IsHeld = true;
            await Release.Task;
            return await Commit(write, cancellation);
        }

        if (fault == Fault.Unavailable)
        {
            throw new StorageUnavailableException("refused for the test");
        }

        if (fault == Fault.LostAfter)
        {
            await store.Commit(write, cancellation);
            await Meanwhile();
        }

        throw new CommitInDoubtException("cut for the test");
    }

    internal enum Fault
    {
        LostBefore,
        LostAfter,
        Unavailable,
        Held,
    }
}
