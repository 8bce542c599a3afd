using ActiveActive.Silo.Security;

namespace ActiveActive.Tests.Unit.Security;

/// <summary>Data keys kept in memory.</summary>
internal sealed class MemoryDataKeys : IDataKeyStore
{
    public List<StoredDataKey> Rows { get; } = [];

    public HashSet<long> Retired { get; } = [];

    public int Reads { get; private set; }

    public Task<long> Add(string ringKey, byte[] wrapped, CancellationToken cancellation)
    {
        Rows.Add(new StoredDataKey(Rows.Count + 1, ringKey, wrapped));
        return Task.FromResult((long)Rows.Count);
    }

    public Task<StoredDataKey?> Find(long id, CancellationToken cancellation)
    {
        Reads++;
        return Task.FromResult(Rows.Find(row => row.Id == id));
    }

    public Task<StoredDataKey?> FindNewest(string ringKey, CancellationToken cancellation) => Task.FromResult(Rows.FindLast(row => row.RingKey == ringKey));

    public Task<DateTimeOffset?> FirstUse(string ringKey, CancellationToken cancellation) => Task.FromResult<DateTimeOffset?>(Rows.Exists(row => row.RingKey == ringKey) ? DateTimeOffset.UnixEpoch : null);

    public Task<bool> Renew(long id, CancellationToken cancellation) => Task.FromResult(!Retired.Contains(id));
}
