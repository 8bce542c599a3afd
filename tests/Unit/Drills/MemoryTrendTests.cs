using ActiveActive.Cli.Drills;

namespace ActiveActive.Tests.Unit.Drills;

public sealed class MemoryTrendTests
{
    [Fact]
    public void A_leak_has_a_slope_and_a_warm_up_has_none()
    {
        var leak = Assert.Single(MemoryTrend.Of(Samples(minute => 100 + (3 * minute))));
        Assert.Equal(3, leak.PerMinute, 1);
        var warm = Assert.Single(MemoryTrend.Of(Samples(minute => minute < 8 ? 50 + (10 * minute) : 200)));
        Assert.Equal(0, warm.PerMinute, 1);
        Assert.True(warm.Early < warm.Late);
    }

    [Fact]
    public void A_few_samples_are_no_trend() => Assert.Empty(MemoryTrend.Of([.. Samples(_ => 1).Take(5)]));

    private static List<MemorySample> Samples(Func<int, double> megabytes) =>
        [.. Enumerable.Range(0, 30).Select(minute => new MemorySample(minute * 60_000_000L, "client-1", 1, megabytes(minute)))];
}
