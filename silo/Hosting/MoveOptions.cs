namespace ActiveActive.Silo;

/// <summary>How live grains are moved between silos: away from one that stops, and to one that joined.</summary>
public sealed class MoveOptions
{
    /// <summary>
    /// How long a stopping silo may take to move its grains to the others, <see cref="ForwardTime"/> included. Default null: half of what
    /// <see cref="ActiveActiveOptions.DrainDelay"/> leaves of <see cref="ActiveActiveOptions.ShutdownTimeout"/>. From 0 (grains are not moved but end, and come back elsewhere
    /// at their next call) to below that rest. What has not moved by then ends as Orleans ends it.
    /// </summary>
    public TimeSpan? StopTimeout { get; set; }

    /// <summary>
    /// How long a stopping silo goes on forwarding calls after its last grain has moved, so that all callers learn the new places before it leaves. Default 500
    /// milliseconds, from 0 to 1 minute. A caller's call that is still under way by the old place when the silo leaves fails, or is retried when its method may be.
    /// </summary>
    public TimeSpan ForwardTime { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How many grains a silo moves at the same time. Default 32, from 1 to 1,000. Each is away for some milliseconds, in which its calls wait: more at once is sooner
    /// done, and the single grain waits longer.
    /// </summary>
    public int AtOnce { get; set; } = 32;

    /// <summary>Whether grains are moved to a silo that has far fewer than the others, such as one that has just joined. Default true; else it gets new activations only.</summary>
    public bool Balance { get; set; } = true;

    /// <summary>
    /// How often each silo compares its number of grains with that of the others. Default 3 seconds, from 500 milliseconds to 1 hour. A silo that joins gets its share within
    /// about three of these, longer when that is more than <see cref="MostPerPeriod"/>; it is counted at once when it joins. Each costs two small calls to every silo.
    /// Where the numbers of grains are even, calls are counted for a second, and busy grains move to silos that are called far less than others.
    /// </summary>
    public TimeSpan BalancePeriod { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// How far below the mean, as a fraction of it, a silo's number of grains, or of calls per second, may be before others move some to it. Default 0.25, from 0.01 to 1. Smaller gives more even
    /// numbers and more moves. Silos that shall hold unequal numbers need a larger one.
    /// </summary>
    public double BalanceTolerance { get; set; } = 0.25;

    /// <summary>
    /// By how much of its processors' time, as a fraction, a silo must be busier than another for its grains to be counted at once, and to be evened out within a fifth of <see cref="BalanceTolerance"/>. Default 0.3, from 0.05 to 1. Looked at each
    /// <see cref="ScalingOptions.Period"/>.
    /// </summary>
    public double BalanceUtilization { get; set; } = 0.3;

    /// <summary>How many grains one silo gives away in one period at most, to bound what a join costs. Default 2,000, from 1 to 1,000,000.</summary>
    public int MostPerPeriod { get; set; } = 2_000;
}
