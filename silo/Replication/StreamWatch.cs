using Microsoft.Extensions.Hosting;

namespace ActiveActive.Silo.Replication;

/// <summary>
/// Sees when the region's streams grow. All links that wait share each look at the database: one follows soon on a commit of this silo, and others come regularly where other silos commit, too.
/// </summary>
internal sealed class StreamWatch(LogTables tables, IClusterMembershipService membership, IHostApplicationLifetime lifetime, TimeProvider time) : IDisposable
{
    /// <summary>How long a change of another silo may lie in the log before it is seen here.</summary>
    private static readonly TimeSpan WithOthers = TimeSpan.FromMilliseconds(10);

    /// <summary>Also a silo that is alone looks now and then: it may not know yet that it is not.</summary>
    private static readonly TimeSpan Alone = TimeSpan.FromMilliseconds(50);

    /// <summary>Looks are not closer to each other: what is committed meanwhile goes together.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    private readonly Signal _committed = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource<List<StoredStream>>? _nextNeedsLock;
    private bool _isLookingNeedsLock;

    /// <summary>Something was committed here.</summary>
    public void Committed() => _committed.Raise();

    /// <summary>The streams as the next look sees them.</summary>
    public Task<List<StoredStream>> Next(CancellationToken cancellation)
    {
        lock (_lock)
        {
            _nextNeedsLock ??= new TaskCompletionSource<List<StoredStream>>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_isLookingNeedsLock)
            {
                _isLookingNeedsLock = true;
                _ = Task.Run(Look, CancellationToken.None);
            }

            return _nextNeedsLock.Task.WaitAsync(cancellation);
        }
    }

    public void Dispose() => _committed.Dispose();

    // Until nobody waits.
    private async Task Look()
    {
        while (true)
        {
            await Task.Delay(Between, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _committed.Wait(membership.CurrentSnapshot.Members.Count(static member => member.Value.Status is SiloStatus.Active) > 1 ? WithOthers : Alone, lifetime.ApplicationStopped)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            TaskCompletionSource<List<StoredStream>>? next;
            lock (_lock)
            {
                (next, _nextNeedsLock) = (_nextNeedsLock, null);
                if (next is null || lifetime.ApplicationStopped.IsCancellationRequested)
                {
                    _isLookingNeedsLock = false;
                    next?.TrySetCanceled();
                    return;
                }
            }

            try
            {
                next.TrySetResult(await tables.Streams(lifetime.ApplicationStopped));
            }
#pragma warning disable CA1031 // It belongs to who waits.
            catch (Exception error)
#pragma warning restore CA1031
            {
                next.TrySetException(error);
            }
        }
    }
}
