using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Drills.Faults;

/// <summary>Keeps faults that overlap in time from taking the same silo, or the database, in hand at once: one may not start what another has just stopped. Who needs both takes silos first.</summary>
internal sealed class FaultTargets(int silos) : IDisposable
{
    private readonly HashSet<int> _free = [.. Enumerable.Range(1, silos)];
    private readonly SemaphoreSlim _database = new(1);
    private readonly Lock _turn = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many silos there are to break: those with which the load began.</summary>
    public int Count => silos;

    /// <summary>Waits until that many silos are nobody's, and takes those of them that the random numbers choose.</summary>
    /// <exception cref="RegionException">There are not so many silos.</exception>
    public Task<int[]> Take(int count, Random random, CancellationToken cancellation) => count > silos ? throw new RegionException($"This fault needs at least {count} silos; the region has {silos}. Give more with --silos.") : Take(
        free => free.Count < count ? null : [.. free.Order().OrderBy(_ => random.Next()).Take(count)], cancellation);

    /// <summary>Waits until a silo is nobody's, and takes it.</summary>
    public Task<int[]> TakeOne(int silo, CancellationToken cancellation) => Take(free => free.Contains(silo) ? [silo] : null, cancellation);

    /// <summary>Waits until the database is nobody's, and takes it.</summary>
    public Task TakeDatabase(CancellationToken cancellation) => _database.WaitAsync(cancellation);

    public void ReturnDatabase() => _database.Release();

    public void Return(IEnumerable<int> silos)
    {
        lock (_turn)
        {
            _free.UnionWith(silos);
            _changed.TrySetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Dispose() => _database.Dispose();

    private async Task<int[]> Take(Func<HashSet<int>, int[]?> choose, CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            lock (_turn)
            {
                if (choose(_free) is { } taken)
                {
                    _free.ExceptWith(taken);
                    return taken;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellation);
        }
    }
}
