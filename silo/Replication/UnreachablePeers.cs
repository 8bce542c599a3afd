namespace ActiveActive.Silo.Replication;

/// <summary>The regions whose own links are broken, so that others are asked for their streams.</summary>
internal sealed class UnreachablePeers : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SortedSet<string> _allNeedsLock = new(StringComparer.Ordinal);
    private CancellationTokenSource _changeNeedsLock = new();

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _allNeedsLock];
            }
        }
    }

    /// <summary>Cancelled at the next change.</summary>
    public CancellationToken Changed
    {
        get
        {
            lock (_lock)
            {
                return _changeNeedsLock.Token;
            }
        }
    }

    /// <summary>Notes whether a region is one.</summary>
    public void Set(string region, bool isUnreachable)
    {
        CancellationTokenSource? ended = null;
        lock (_lock)
        {
            if (isUnreachable ? _allNeedsLock.Add(region) : _allNeedsLock.Remove(region))
            {
                (ended, _changeNeedsLock) = (_changeNeedsLock, new CancellationTokenSource());
            }
        }

        ended?.Cancel();
        ended?.Dispose();
    }

    public void Dispose() => _changeNeedsLock.Dispose();
}
