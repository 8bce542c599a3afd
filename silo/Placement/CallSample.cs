using System.Collections.Concurrent;

namespace ActiveActive.Silo.Placement;

/// <summary>Counts the calls of this silo's grains now and then, for a moment; at other times a call pays for a look at a field.</summary>
internal sealed class CallSample(TimeProvider time)
{
    private volatile ConcurrentDictionary<GrainId, int>? _counts;

    /// <summary>A call has come.</summary>
    public void Count(GrainId grain) => _counts?.AddOrUpdate(grain, 1, static (_, calls) => calls + 1);

    /// <summary>Counts for so long. One at a time.</summary>
    /// <returns>The grains that were called, with their calls per second.</returns>
    public async Task<IReadOnlyDictionary<GrainId, double>> Take(TimeSpan length, CancellationToken cancellation)
    {
        var counts = new ConcurrentDictionary<GrainId, int>();
        var began = time.GetTimestamp();
        _counts = counts;
        try
        {
            await Task.Delay(length, time, cancellation);
        }
        finally
        {
            _counts = null;
        }

        var seconds = time.GetElapsedTime(began).TotalSeconds;
        return counts.ToDictionary(static count => count.Key, count => count.Value / seconds);
    }
}
