using ActiveActive.Replication;

namespace ActiveActive.Silo.Replication;

/// <summary>What a silo knows of how far its region has applied the streams, and up to where its own are stored in a majority of the regions; and those who wait for more.</summary>
internal sealed class RegionProgress(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<StreamId, long> _appliedNeedsLock = [];
    private readonly Dictionary<StreamId, long> _storedNeedsLock = [];
    private TaskCompletionSource _changeNeedsLock = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Notes what is known by now. Nothing goes back.</summary>
    public void Learn(IEnumerable<KeyValuePair<StreamId, long>> applied, IEnumerable<KeyValuePair<StreamId, long>> stored)
    {
        TaskCompletionSource change;
        lock (_lock)
        {
            Raise(_appliedNeedsLock, applied);
            Raise(_storedNeedsLock, stored);
            (change, _changeNeedsLock) = (_changeNeedsLock, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        change.SetResult();
    }

    /// <summary>Whether the region has applied streams up to somewhere, or has within a time.</summary>
    public Task<bool> HasApplied(IReadOnlyCollection<KeyValuePair<StreamId, long>> positions, TimeSpan most, CancellationToken cancellation) =>
        Wait(() => positions.All(one => _appliedNeedsLock.GetValueOrDefault(one.Key) >= one.Value), most, cancellation);

    /// <summary>Whether a majority of the regions has stored a stream of this region up to somewhere, or has within a time.</summary>
    public Task<bool> IsStored(StreamId stream, long number, TimeSpan most, CancellationToken cancellation) =>
        Wait(() => _storedNeedsLock.GetValueOrDefault(stream) >= number, most, cancellation);

    private async Task<bool> Wait(Func<bool> holdsNeedsLock, TimeSpan most, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            Task change;
            lock (_lock)
            {
                if (holdsNeedsLock())
                {
                    return true;
                }

                change = _changeNeedsLock.Task;
            }

            if (most - time.GetElapsedTime(began) is var left && left <= TimeSpan.Zero)
            {
                return false;
            }

            await change.WaitAsync(left, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private static void Raise(Dictionary<StreamId, long> known, IEnumerable<KeyValuePair<StreamId, long>> news)
    {
        foreach (var (stream, number) in news)
        {
            known[stream] = Math.Max(number, known.GetValueOrDefault(stream));
        }
    }
}
