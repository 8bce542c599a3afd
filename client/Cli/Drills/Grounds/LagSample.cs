namespace ActiveActive.Cli.Drills.Grounds;

/// <summary>How long a change took from one region to another.</summary>
/// <param name="Began">When the one acknowledged it, in microseconds of <see cref="TestKit.Clock"/>.</param>
/// <param name="Ended">When a read in the other showed it.</param>
internal readonly record struct LagSample(long Began, long Ended)
{
    public double Milliseconds => (Ended - Began) / 1000.0;
}
