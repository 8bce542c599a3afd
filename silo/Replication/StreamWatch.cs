using ActiveActive.Replication;
using Microsoft.Extensions.Hosting;

namespace ActiveActive.Silo.Replication;

/// <summary>
/// Sees when the region's streams grow. All links that wait share each look at the database. One follows soon on what this silo adds to the log, or another silo after a pause. While the streams grow, others follow by themselves; when they do not,
/// ever later, so that a region where nothing is written costs little.
/// </summary>
internal sealed class StreamWatch(LogTables tables, CommitNews news, IHostApplicationLifetime lifetime, TimeProvider time) : IDisposable
{
    /// <summary>Looks are not closer to each other: what is committed meanwhile goes together.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    /// <summary>The most of it, when looks take long: then the machine or the database is busy, and each look, with what it makes links read and send, makes it busier.</summary>
    private static readonly TimeSpan MostBetween = TimeSpan.FromMilliseconds(80);

    /// <summary>A pause is at least so many times as long as the look before it took.</summary>
    private const int PausePerLook = 8;

    /// <summary>How much later a look comes by itself, where other silos commit, too, and the one before has found something. Twice as much after each one that has not.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(10);

    /// <summary>The most of it. Also how often a silo looks that is alone: it may not know yet that it is not.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(160);

    /// <summary>Others are told of what is added here after so long without anything. If they were told sooner, they look by themselves within it.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(40);

    private readonly Signal _grown = new();
    private readonly Lock _lock = new();
    private TaskCompletionSource<List<StoredStream>>? _nextNeedsLock;
    private bool _isLookingNeedsLock;
    private long _toldAt;

    /// <summary>Something was added to the log here.</summary>
    public void Committed()
    {
        _grown.Raise();
        var now = time.GetTimestamp();
        if (time.GetElapsedTime(Volatile.Read(ref _toldAt), now) > Quiet)
        {
            Volatile.Write(ref _toldAt, now);
            news.Tell();
        }
    }

    /// <summary>Another silo says that something was added to the log.</summary>
    public void CommittedElsewhere() => _grown.Raise();

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

    public void Dispose() => _grown.Dispose();

    // Until nobody waits.
    private async Task Look()
    {
        var (seen, wait, pause) = (new Dictionary<StreamId, long>(), Soon, Between);
        while (true)
        {
            await Task.Delay(pause, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _grown.Wait(news.HasOthers ? wait : Late, lifetime.ApplicationStopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
                var began = time.GetTimestamp();
                var streams = await tables.Streams(lifetime.ApplicationStopped);
                pause = TimeSpan.FromTicks(Math.Clamp(time.GetElapsedTime(began).Ticks * PausePerLook, Between.Ticks, MostBetween.Ticks));
                wait = streams.Exists(stream => stream.Head.Number > seen.GetValueOrDefault(stream.Stream)) ? Soon : TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, Late.Ticks));
                streams.ForEach(stream => seen[stream.Stream] = stream.Head.Number);
                next.TrySetResult(streams);
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
