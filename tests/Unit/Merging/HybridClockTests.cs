using ActiveActive.Merging;
using CsCheck;

namespace ActiveActive.Tests.Unit.Merging;

public sealed class HybridClockTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Drift = TimeSpan.FromSeconds(1);
    private static readonly Origin Here = new("here", 1);
    private static readonly Origin There = new("there", 1);

    [Fact]
    public void Stamps_rise_whatever_the_physical_time_does_and_stay_near_it() => Gen.Select(Gen.Int[-900, 900], Gen.Int[-900, 900], Gen.Bool).List[1, 30].Sample(steps =>
    {
        var clock = new HybridClock(Here, 2 * Drift);
        Stamp highest = default;
        foreach (var (skew, theirs, isSeen) in steps)
        {
            if (isSeen)
            {
                var seen = new Stamp(Now.AddMilliseconds(theirs).ToUnixTimeMilliseconds(), 3, There);
                clock.See(seen, Now.AddMilliseconds(skew));
                highest = seen > highest ? seen : highest;
            }

            var next = clock.Next(Now.AddMilliseconds(skew));
            Assert.True(next > highest, $"{next} is not above {highest}");
            Assert.True(next.Time >= Now.AddMilliseconds(skew));
            Assert.True(next.Time <= Now.AddMilliseconds(900).AddTicks(1));
            highest = next;
        }
    });

    [Fact]
    public void It_is_above_what_the_state_has_and_what_an_earlier_life_gave()
    {
        var above = new Stamp(Now.AddMilliseconds(500).ToUnixTimeMilliseconds(), int.MaxValue, There);
        Assert.True(new HybridClock(Here, Drift).Next(Now, above) > above);
        Assert.True(new HybridClock(Here, Drift, above).Next(Now) > above);
    }

    [Fact]
    public void What_lies_too_far_ahead_is_refused_and_changes_nothing()
    {
        var clock = new HybridClock(Here, Drift);
        var before = clock.Next(Now);
        var far = new Stamp(Now.AddSeconds(1.1).ToUnixTimeMilliseconds(), 0, There);

        Assert.Contains("there", Assert.Throws<ClockDriftException>(() => clock.See(far, Now)).Message, StringComparison.Ordinal);
        Assert.Throws<ClockDriftException>(() => clock.Next(Now, far));
        Assert.Throws<ClockDriftException>(() => clock.Next(Now.AddSeconds(-2)));
        Assert.Equal(before, clock.Last);
    }
}
