namespace ActiveActive.Silo.Placement;

/// <summary>
/// Sees to it that a silo is given more grains only while it answers promptly. One that has just started is slow for seconds, all the more on a machine without processors to spare, and each grain that it gets meanwhile is slow with it.
/// For one round of moves.
/// </summary>
/// <param name="roundTrip">How long a silo takes to answer; null when it does not.</param>
/// <param name="isActive">Whether a silo is a member that takes grains.</param>
/// <param name="time">The clock.</param>
internal sealed class TargetPatience(Func<SiloAddress, CancellationToken, Task<TimeSpan?>> roundTrip, Func<SiloAddress, bool> isActive, TimeProvider time)
{
    /// <summary>What a silo takes to answer the smallest question when it is ready for more.</summary>
    private static readonly TimeSpan Prompt = TimeSpan.FromMilliseconds(50);

    /// <summary>So long an answer counts.</summary>
    private static readonly TimeSpan Lasting = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>So often a silo that is slow is asked before it is given one more all the same: all of them may be slow for long.</summary>
    private const int Times = 5;

    /// <summary>How long a round may last for the sake of slow silos. What it has not moved by then is planned anew.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(10);

    private readonly Dictionary<SiloAddress, long> _promptAt = [];
    private readonly long _began = time.GetTimestamp();

    /// <summary>Whether the round shall end.</summary>
    public bool IsOver => time.GetElapsedTime(_began) > Most;

    /// <summary>Waits until a silo answers promptly, is no member any more, or has been waited for long enough for one grain.</summary>
    public async Task Wait(SiloAddress target, CancellationToken cancellation)
    {
        if (_promptAt.TryGetValue(target, out var at) && time.GetElapsedTime(at) < Lasting)
        {
            return;
        }

        for (var times = 0; times < Times && isActive(target); times++)
        {
            if (await roundTrip(target, cancellation) <= Prompt)
            {
                _promptAt[target] = time.GetTimestamp();
                return;
            }

            await Task.Delay(AskAgain, time, cancellation);
        }
    }
}
