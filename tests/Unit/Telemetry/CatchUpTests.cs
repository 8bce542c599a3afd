using ActiveActive.Silo.Replication;
using Microsoft.Extensions.Time.Testing;

namespace ActiveActive.Tests.Unit.Telemetry;

public sealed class CatchUpTests
{
    [Theory]
    [InlineData(0, 0, 0, 0.0)] // nothing to do
    [InlineData(100, 100, 0, 0.0)]
    [InlineData(100, 100, 10, 0.1)] // on its way: as many come as go, and it is worked off in a tenth of a second
    [InlineData(300, 100, 4_000, 20.0)] // 200 a second less
    [InlineData(100, 300, 4_000, double.PositiveInfinity)] // it grows
    [InlineData(0, 0, 5, double.PositiveInfinity)] // it stands
    public void The_time_left_follows_from_the_rates(int appliedPerSecond, int newPerSecond, long backlog, double seconds)
    {
        var time = new FakeTimeProvider();
        var estimate = new CatchUpEstimate(time);
        for (var second = 0; second < 60; second++)
        {
            estimate.Add(time.GetTimestamp(), second * appliedPerSecond, second * newPerSecond);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(seconds, estimate.Seconds(backlog), 0.01 + (seconds is double.PositiveInfinity ? 0 : seconds * 0.01));
    }

    [Fact]
    public void Without_a_sample_a_backlog_is_not_known_to_end() => Assert.Equal((0, double.PositiveInfinity), (new CatchUpEstimate(TimeProvider.System).Seconds(0), new CatchUpEstimate(TimeProvider.System).Seconds(1)));
}
