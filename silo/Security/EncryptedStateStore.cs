using ActiveActive.State.Storage;

namespace ActiveActive.Silo.Security;

/// <summary>
/// A store whose payloads, replies and calls are sealed while they are stored, when encryption is on. When it is off it passes everything on, but refuses what is sealed.
/// </summary>
internal sealed class EncryptedStateStore(IStateStore store, ValueSealer sealer) : IStateStore
{
    /// <summary>Each time with a new data key; a second retirement within one write does not happen by itself.</summary>
    private const int MaxSealings = 3;

    public async Task<StateRow?> Load(StateKey key, CancellationToken cancellation)
    {
        var row = await store.Load(key, cancellation);
        return row?.Payload is { } payload
            ? row with { Payload = await sealer.Open(payload, SealedPlace.State(key, row.Version, row.TypeVersion), cancellation) }
            : row;
    }

    public async Task<IReadOnlyDictionary<StateKey, StateRow>> LoadAll(IReadOnlyCollection<StateKey> keys, CancellationToken cancellation)
    {
        var opened = new Dictionary<StateKey, StateRow>(keys.Count);
        foreach (var (key, row) in await store.LoadAll(keys, cancellation))
        {
            opened[key] = row.Payload is { } payload ? row with { Payload = await sealer.Open(payload, SealedPlace.State(key, row.Version, row.TypeVersion), cancellation) } : row;
        }

        return opened;
    }

    public async Task<EffectLookup> FindEffects(StateKey key, IReadOnlyList<RequestId> effects, CancellationToken cancellation)
    {
        var found = await store.FindEffects(key, effects, cancellation);
        if (found.Replies.Count == 0)
        {
            return found;
        }

        var replies = new Dictionary<RequestId, byte[]>(found.Replies.Count);
        foreach (var (effect, reply) in found.Replies)
        {
            replies.Add(effect, await sealer.Open(reply, SealedPlace.Reply(effect), cancellation));
        }

        return found with { Replies = replies };
    }

    public Task<CommitOutcome> Commit(StateWrite write, CancellationToken cancellation) => sealer.IsEnabled ? CommitSealed(write, cancellation) : store.Commit(write, cancellation);

    private async Task<CommitOutcome> CommitSealed(StateWrite write, CancellationToken cancellation)
    {
        for (var sealing = 1; ; sealing++)
        {
            var key = await sealer.Keys.Current(cancellation).ConfigureAwait(false);
            try
            {
                return await store.Commit(Seal(write, key), cancellation).ConfigureAwait(false);
            }
            catch (DataKeyRetiredException error)
            {
                if (sealing == MaxSealings)
                {
                    throw new StorageUnavailableException($"The database has retired {MaxSealings} data keys while {write.Key} was written. Nothing was written; try again.", error);
                }

                await sealer.Keys.Retired(key, cancellation).ConfigureAwait(false);
            }
        }
    }

    private static StateWrite Seal(StateWrite write, DataKey key) => write with
    {
        Payload = write.Payload is { } payload ? key.Seal(payload, SealedPlace.State(write.Key, write.ExpectedVersion + 1, write.TypeVersion)) : null,
        Effects = write.Effects.Count == 0 ? write.Effects : [.. write.Effects.Select(effect => effect with { Reply = key.Seal(effect.Reply, SealedPlace.Reply(effect.Id)) })],
        Sends = write.Sends.Count == 0 ? write.Sends : [.. write.Sends.Select(send => send with
        {
            Call = key.Seal(send.Call, SealedPlace.Call(send.Id)),
            IfRefused = send.IfRefused is { } compensation ? key.Seal(compensation, SealedPlace.Compensation(send.Id)) : null,
        })],
        Log = write.Log is { } log ? log with { Entry = key.Seal(log.Entry, SealedPlace.Entry(log.Hash)) } : null,
    };
}
