using ActiveActive.Silo.Scaling;

namespace ActiveActive.Silo.Placement;

/// <summary>
/// Sees to it that a silo is given more grains only while it answers promptly. One that has just started is slow for seconds, all the more on a machine without processors to spare, and each grain that it gets meanwhile is slow with it.
/// For one round of moves.
/// </summary>
internal sealed class TargetPatience(LoadClient silos, Neighbours neighbours, TimeProvider time)
{
    /// <summary>What a silo takes to answer the smallest question when it is ready for more.</summary>
    private static readonly TimeSpan Prompt = TimeSpan.FromMilliseconds(50);

    /// <summary>So long an answer counts.</summary>
    private static readonly TimeSpan Lasting = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>All waiting of a round together. Then silos get their share, however slow they are: all of them may be.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(10);

    private readonly Dictionary<SiloAddress, long> _promptAt = [];
    private TimeSpan _waited;

    /// <summary>Waits until a silo answers promptly, is no member any more, or the patience is over.</summary>
    public async Task Wait(SiloAddress target, CancellationToken cancellation)
    {
        if (_promptAt.TryGetValue(target, out var at) && time.GetElapsedTime(at) < Lasting)
        {
            return;
        }

        for (var began = time.GetTimestamp(); _waited < Most && neighbours.IsActive(target); _waited += time.GetElapsedTime(began), began = time.GetTimestamp())
        {
            if (await silos.RoundTrip(target, cancellation) <= Prompt)
            {
                _promptAt[target] = time.GetTimestamp();
                return;
            }

            await Task.Delay(AskAgain, time, cancellation);
        }
    }
}
