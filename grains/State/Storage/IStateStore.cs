namespace ActiveActive.State.Storage;

/// <summary>Where durable state is kept. One implementation: PostgreSQL, in the silo.</summary>
public interface IStateStore
{
    /// <summary>Reads a state's row; null when there is none.</summary>
    /// <exception cref="StorageUnavailableException">The database could not be asked.</exception>
    Task<StateRow?> Load(StateKey key, CancellationToken cancellation);

    /// <summary>Reads the rows of several states; those that have none are not in the answer.</summary>
    /// <exception cref="StorageUnavailableException">The database could not be asked.</exception>
    async Task<IReadOnlyDictionary<StateKey, StateRow>> LoadAll(IReadOnlyCollection<StateKey> keys, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var rows = new Dictionary<StateKey, StateRow>(keys.Count);
        foreach (var key in keys)
        {
            if (await Load(key, cancellation) is { } row)
            {
                rows[key] = row;
            }
        }

        return rows;
    }

    /// <summary>Looks effects up, and the row's version in the same snapshot.</summary>
    /// <exception cref="StorageUnavailableException">The database could not be asked.</exception>
    Task<EffectLookup> FindEffects(StateKey key, IReadOnlyList<RequestId> effects, CancellationToken cancellation);

    /// <summary>Writes, all or nothing. The task completes when the outcome is durable.</summary>
    /// <exception cref="StorageUnavailableException">Nothing was written.</exception>
    /// <exception cref="CommitInDoubtException">The connection was lost; the same write may be sent again to learn the outcome.</exception>
    Task<CommitOutcome> Commit(StateWrite write, CancellationToken cancellation);
}
