namespace ActiveActive.Merging;

/// <summary>
/// Gives stamps: each above the physical time, above the last one given here, and above everything shown to it. Pure but for what it remembers; the time comes from outside. Not for several threads at once.
/// </summary>
/// <remarks>
/// A peer's clock that is far ahead would drag all others along. So what lies further ahead of the physical time than <paramref name="maxDrift"/> is refused when it arrives, and the one who sent it is the one to
/// mend; and this clock itself refuses to give a stamp while the last one lies so far ahead, which happens when the physical time was set back.
/// </remarks>
/// <param name="origin">Who writes.</param>
/// <param name="maxDrift">How far ahead of the physical time a stamp may be; above zero.</param>
/// <param name="last">The highest stamp that it may have given before, in an earlier life; default for none.</param>
public sealed class HybridClock(Origin origin, TimeSpan maxDrift, Stamp last = default)
{
    /// <summary>The highest stamp given or seen.</summary>
    public Stamp Last { get; private set; } = last;

    /// <summary>Gives a stamp.</summary>
    /// <param name="now">The physical time.</param>
    /// <param name="above">The highest stamp in the state that it is for, which it has to be above; default for none.</param>
    /// <exception cref="ClockDriftException">The stamp would lie too far ahead.</exception>
    public Stamp Next(DateTimeOffset now, Stamp above = default)
    {
        var seen = above > Last ? above : Last;
        var physical = now.ToUnixTimeMilliseconds();
        var next = physical > seen.Milliseconds ? new Stamp(physical, 0, origin)
            : seen.Counter < int.MaxValue ? new Stamp(seen.Milliseconds, seen.Counter + 1, origin)
            : new Stamp(seen.Milliseconds + 1, 0, origin);
        Check(next, now, "The next stamp");
        return Last = next;
    }

    /// <summary>Shows it a stamp of another writer, so that the next one is above.</summary>
    /// <exception cref="ClockDriftException">It lies too far ahead; it was not taken in.</exception>
    public void See(Stamp stamp, DateTimeOffset now)
    {
        Check(stamp, now, $"A stamp of {stamp.Origin}");
        if (stamp > Last)
        {
            Last = stamp;
        }
    }

    private void Check(Stamp stamp, DateTimeOffset now, string what)
    {
        var ahead = TimeSpan.FromMilliseconds(stamp.Milliseconds - now.ToUnixTimeMilliseconds());
        if (ahead > maxDrift)
        {
            throw new ClockDriftException($"{what} lies {ahead.TotalSeconds:0.0} s ahead of the clock of {origin.Region}; at most {maxDrift.TotalSeconds:0.0} s are allowed. Set the clocks right, of {stamp.Origin.Region} and of {origin.Region} (NTP).");
        }
    }
}
