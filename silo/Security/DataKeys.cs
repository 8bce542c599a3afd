using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Security;

/// <summary>
/// The data keys that this silo seals and opens with. It seals with a random one that it made itself and that only it seals with; it is replaced long before AES-GCM's limits, when the ring has another primary
/// key, and when the database has retired it. Those of others are read and unwrapped once, when a value first needs them.
/// </summary>
internal sealed class DataKeys(IKeyRing ring, IDataKeyStore store, IOptions<ActiveActiveOptions> options, ILogger<DataKeys> log) : IDisposable
{
    private const int CacheLimit = 10_000;
    private readonly EncryptionOptions _options = options.Value.Encryption;
    private readonly ConcurrentDictionary<long, DataKey> _known = new();
    private readonly SemaphoreSlim _one = new(1);
    private DataKey? _current;

    /// <summary>The key to seal with now.</summary>
    /// <exception cref="StorageUnavailableException">There is none yet, and the ring or the database could not be asked.</exception>
    /// <exception cref="EncryptionException">The ring cannot wrap one, or its primary key is not the one that has wrapped data keys under its name before.</exception>
    public ValueTask<DataKey> Current(CancellationToken cancellation)
    {
        var current = Volatile.Read(ref _current);
        return current is not null && !IsSpent(current) ? new(current) : new(Replace(current, "it has sealed as much as one key may", cancellation));
    }

    /// <summary>Another data key, for values that it has sealed.</summary>
    /// <exception cref="EncryptionException">It is gone, or the ring cannot unwrap it.</exception>
    /// <exception cref="StorageUnavailableException">The ring or the database could not be asked.</exception>
    public async ValueTask<DataKey> Find(long id, CancellationToken cancellation)
    {
        if (_known.TryGetValue(id, out var known))
        {
            return known;
        }

        var stored = await store.Find(id, cancellation) ?? throw new EncryptionException(
            $"Data key {id} is not in the table activeactive.data_key, and without it the value is lost. Put its row back from a backup of the database.");
        var key = await Unwrap(stored, cancellation);
        Remember(key);
        return key;
    }

    /// <summary>When the oldest data key was made that a ring key wraps; null when there is none.</summary>
    public Task<DateTimeOffset?> FirstUse(string ringKey, CancellationToken cancellation) => store.FirstUse(ringKey, cancellation);

    /// <summary>Takes a new key when the ring's primary has changed.</summary>
    /// <returns>The name of the primary.</returns>
    public async Task<string> FollowRing(CancellationToken cancellation)
    {
        var current = await Current(cancellation);
        var primary = await Ask(() => ring.Primary(cancellation), "its primary key");
        if (primary != current.RingKey)
        {
            await Replace(current, $"the ring's primary key is '{primary}' now", cancellation);
        }

        return primary;
    }

    /// <summary>Renews the current key's row, or takes a new key when it was retired.</summary>
    public async Task Renew(CancellationToken cancellation)
    {
        var current = await Current(cancellation);
        if (!await store.Renew(current.Id, cancellation))
        {
            await Retired(current, cancellation);
        }
    }

    /// <summary>Takes a new key in place of one that the database has retired.</summary>
    public Task Retired(DataKey key, CancellationToken cancellation) => Replace(key, "the database has retired it", cancellation);

    public void Dispose() => _one.Dispose();

    private bool IsSpent(DataKey key) => key.Values >= _options.MaxValuesPerDataKey || key.Bytes >= _options.MaxBytesPerDataKey;

    private async Task<DataKey> Replace(DataKey? old, string reason, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            if (_current is { } current && current != old)
            {
                return current;
            }

            var key = RandomNumberGenerator.GetBytes(DataKey.KeyBytes);
            var primary = await Ask(() => ring.Primary(cancellation), "its primary key");
            await Prove(primary, cancellation);
            var wrapped = await Ask(() => ring.Wrap(primary, key, cancellation), $"ring key '{primary}'");
            var made = new DataKey(await store.Add(primary, wrapped, cancellation), primary, key);
            Remember(made);
            Volatile.Write(ref _current, made);
            if (old is null)
            {
                log.DataKeyMade(made.Id, primary);
            }
            else
            {
                log.DataKeyReplaced(old.Id, made.Id, primary, reason);
            }

            return made;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>A ring with another key under an old name would make two kinds of data keys that nobody can tell apart.</summary>
    private async Task Prove(string ringKey, CancellationToken cancellation)
    {
        if (await store.FindNewest(ringKey, cancellation) is { } before)
        {
            await Unwrap(before, cancellation);
        }
    }

    private async Task<DataKey> Unwrap(StoredDataKey stored, CancellationToken cancellation)
    {
        try
        {
            var key = await Ask(() => ring.Unwrap(stored.RingKey, stored.Wrapped, cancellation), $"ring key '{stored.RingKey}'");
            return new DataKey(stored.Id, stored.RingKey, key);
        }
        catch (CryptographicException)
        {
            throw new EncryptionException(
                $"Data key {stored.Id} is not unwrapped by the ring's key '{stored.RingKey}': the ring has another key under that name, or the data key's row was changed. Put the right key back into the ring, or the row back from a backup.");
        }
    }

    private static async Task<T> Ask<T>(Func<ValueTask<T>> question, string about)
    {
        try
        {
            return await question();
        }
        catch (KeyNotFoundException)
        {
            throw new EncryptionException($"The key ring lacks {about}. Put it back (key file or Encryption:Keys) from your backup of the keys: without it, what it protects is lost.");
        }
        catch (Exception error) when (error is not (CryptographicException or ActiveActiveException or OperationCanceledException))
        {
            throw new StorageUnavailableException($"The key ring could not be asked for {about}: {error.Message} Nothing was written; try again.", error);
        }
    }

    private void Remember(DataKey key)
    {
        if (_known.Count >= CacheLimit)
        {
            _known.TryRemove(_known.MinBy(static known => known.Value.LastUse).Key, out _);
        }

        _known[key.Id] = key;
    }
}
