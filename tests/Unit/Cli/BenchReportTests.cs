using ActiveActive.Benchmarks.Driver;
using ActiveActive.Cli.Bench;
using ActiveActive.Cli.Bench.Report;

namespace ActiveActive.Tests.Unit.Cli;

public sealed class BenchReportTests
{
    private const long MiB = 1 << 20;

    [Theory]
    [InlineData(0, new double[0])]
    [InlineData(3, new double[] { 9, 1, 3 })]
    [InlineData(2.5, new double[] { 4, 1, 3, 2 })]
    public void The_median_is_the_middle(double median, double[] values) => Assert.Equal(median, BenchMath.Median(values));

    [Fact]
    public void The_limit_is_one_after_the_other()
    {
        Assert.Equal(30_000, BenchMath.Limit(40_000, 120_000)!.Value, 6);
        Assert.Null(BenchMath.Limit(0, 120_000));
    }

    [Fact]
    public void Ratios_and_the_share_of_the_limit_are_made_within_a_level()
    {
        IReadOnlyList<BenchFigure> figures = [Figure("ours", 64, 8000), Figure("stock", 64, 2000), Figure("ours", 512, 15_000), Figure("stock", 512, 2500), Figure("stock-read", 512, 40_000), Figure("raw", 512, 120_000)];

        Assert.Equal([("ours/stock", 64, 4.0), ("ours/stock", 512, 6.0)], BenchRatio.Of(figures).Select(static ratio => (ratio.Name, ratio.InFlight, ratio.Value)));
        var limit = Assert.Single(BenchLimit.Of(figures));
        Assert.Equal((512, 30_000.0, 0.5), (limit.InFlight, limit.Limit, limit.Share));
    }

    [Fact]
    public void A_soak_passes_when_all_is_stored_once_without_deadlocks()
    {
        var soak = new SoakReport("ours", 512, 30, 30, 0, null, 0, [Sample(0, 10, 100), Sample(10, 11, 100), Sample(20, 14, 110), Sample(30, 15, 120)]);

        Assert.True(soak.Passed);
        Assert.False((soak with { Stored = 29 }).Passed);
        Assert.False((soak with { Stored = 31 }).Passed);
        Assert.False((soak with { Deadlocks = 1 }).Passed);
        Assert.False((soak with { Errors = 1 }).Passed);
        Assert.Equal(1.5, soak.TableGrowth);
        Assert.Equal(1.2, soak.MemoryGrowth);
    }

    private static BenchFigure Figure(string system, int inFlight, double rate) => new(system, system, inFlight, 0, rate, [rate], Latency.None, 0, null);

    private static SoakSample Sample(long writes, long table, long silo) => new(writes, writes, 1, table * MiB * 4 / 5, table * MiB / 5, 0, 1, 0, silo * MiB);
}
