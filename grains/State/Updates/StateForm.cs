using ActiveActive.State.Storage;

namespace ActiveActive.State.Updates;

/// <summary>How a state is held in memory and in its row, and what of a change other regions are told.</summary>
/// <typeparam name="T">The state as it is held in memory.</typeparam>
internal abstract class StateForm<T>
    where T : class
{
    /// <summary>The version of the type's shape.</summary>
    public abstract int TypeVersion { get; }

    /// <summary>The state without a row.</summary>
    public abstract T Empty { get; }

    /// <summary>The row's payload.</summary>
    public abstract byte[] Write(T state);

    /// <summary>Reads a row.</summary>
    /// <exception cref="StateVersionException">Newer code wrote it, or it cannot be read.</exception>
    public abstract T Read(StateKey key, StateRow row);

    /// <summary>A state that an update's function may keep or even change, without harm to <paramref name="state"/>.</summary>
    public abstract T Private(T state);

    /// <summary>The state that updates start from: the same to those who see it.</summary>
    public virtual T Prepare(T state) => state;

    /// <summary>What other regions are told of a change; null for nothing.</summary>
    /// <param name="before">As <see cref="Prepare"/> gave it.</param>
    /// <param name="next">After all updates of the write.</param>
    public virtual StateDelta? Tells(T before, T next) => null;

    /// <summary>A write begins; what is given is disposed of when memory shows what came of it.</summary>
    public virtual IDisposable? Begin() => null;

    /// <summary>A write was committed.</summary>
    public virtual void Committed(T state, StateDelta? told)
    {
    }
}
