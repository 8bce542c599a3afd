using System.Buffers;
using System.IO.Hashing;
using System.Text;
using ActiveActive.Client.Connection;
using ActiveActive.Silo.Storage.Flushes;
using ActiveActive.State.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Storage.Shards;

/// <summary>
/// The databases that hold state, effects and sends: the region's own, or several of <see cref="StorageOptions.Shards"/>. A grain's states with all that commits with them are in one of them, which
/// follows from the grain's type and key.
/// </summary>
/// <remarks>The place is XXH3 (64 bits, seed 0) of type, '/' and key in UTF-8, modulo the number of shards. It must never change: rows stay where they are.</remarks>
internal sealed class StorageShards : IAsyncDisposable
{
    private const int StackBytes = 512;

    private readonly StorageShard[] _shards;
    private readonly bool _ownsSources;

    public StorageShards(RegionDatabase database, IOptions<ActiveActiveOptions> options, FlushMetrics metrics, ILogger<RegionDatabase> log)
    {
        var settings = options.Value;
        _ownsSources = settings.Storage.Shards.Count > 0;
        PrimaryDataSource[] sources = _ownsSources ? [.. settings.Storage.Shards.Select(shard => RegionDatabase.Open(shard, settings, log))] : [database.Primary];
        _shards = [.. sources.Select((source, number) => Shard(number, source, settings, metrics))];
        metrics.ObserveQueue(() => _shards.Sum(static shard => shard.Committer.Writes), () => _shards.Sum(static shard => shard.Committer.Bytes));
    }

    public IReadOnlyList<StorageShard> All => _shards;

    /// <summary>Where a state is.</summary>
    public StorageShard Of(StateKey key) => _shards.Length == 1 ? _shards[0] : _shards[Place(key.GrainType, key.GrainKey, _shards.Length)];

    /// <summary>Where a grain's states and sends are.</summary>
    public StorageShard Of(GrainId grain) => _shards.Length == 1 ? _shards[0] : Of(StateKey.Of(grain, ""));

    /// <summary>The place of a grain among so many shards.</summary>
    public static int Place(string grainType, string grainKey, int shards)
    {
        var most = Encoding.UTF8.GetMaxByteCount(grainType.Length + grainKey.Length + 1);
        byte[]? rented = null;
        var bytes = most <= StackBytes ? stackalloc byte[StackBytes] : rented = ArrayPool<byte>.Shared.Rent(most);
        var length = Encoding.UTF8.GetBytes(grainType, bytes);
        bytes[length++] = (byte)'/';
        length += Encoding.UTF8.GetBytes(grainKey, bytes[length..]);
        var hash = XxHash3.HashToUInt64(bytes[..length]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return (int)(hash % (ulong)shards);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var shard in _shards)
        {
            await shard.Committer.DisposeAsync();
            shard.Reader.Dispose();
            shard.Door.Dispose();
            if (_ownsSources)
            {
                await shard.Primary.DisposeAsync();
            }
        }
    }

    private static StorageShard Shard(int number, PrimaryDataSource source, ActiveActiveOptions settings, FlushMetrics metrics)
    {
        var door = new DatabaseDoor(TimeProvider.System);
        return new StorageShard(
            number,
            source,
            door,
            new GroupReader(source, door, settings.Storage.ReadConnections),
            new GroupCommitter(source, door, settings.Storage, settings.Encryption.Enabled, metrics));
    }
}
