using ActiveActive.Silo.Console.Measuring;
using ActiveActive.Silo.Console.Reports;

namespace ActiveActive.Tests.Unit.ConsoleApi;

public sealed class LatencyScaleTests
{
    [Theory]
    [InlineData(0.00002)]
    [InlineData(0.0013)]
    [InlineData(0.25)]
    [InlineData(7)]
    [InlineData(60)]
    public void A_percentile_is_right_to_within_a_tenth(double seconds)
    {
        var counts = new long[LatencyScale.Buckets];
        counts[LatencyScale.Of(seconds)] += 1000;
        Assert.InRange(LatencyScale.Percentile(counts, 0.99)!.Value, seconds * 0.9, seconds * 1.1);
    }

    [Fact]
    public void Percentiles_are_told_apart()
    {
        var counts = new long[LatencyScale.Buckets];
        counts[LatencyScale.Of(0.001)] = 985;
        counts[LatencyScale.Of(0.1)] = 13;
        counts[LatencyScale.Of(5)] = 2;
        Assert.InRange(LatencyScale.Percentile(counts, 0.5)!.Value, 0.0009, 0.0011);
        Assert.InRange(LatencyScale.Percentile(counts, 0.99)!.Value, 0.09, 0.11);
        Assert.InRange(LatencyScale.Percentile(counts, 0.999)!.Value, 4.5, 5.5);
    }

    [Fact]
    public void Nothing_has_no_percentile() => Assert.Null(LatencyScale.Percentile(new long[LatencyScale.Buckets], 0.5));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 0)]
    [InlineData(double.NaN, 0)]
    [InlineData(1e9, LatencyScale.Buckets - 1)]
    public void What_lies_outside_is_counted_at_the_end(double seconds, int bucket) => Assert.Equal(bucket, LatencyScale.Of(seconds));

    [Fact]
    public void Pairs_add_up_to_the_counts_and_buckets_of_other_code_are_left_out()
    {
        var counts = new long[LatencyScale.Buckets];
        (counts[3], counts[40]) = (7, 1);
        var sum = new long[LatencyScale.Buckets];
        Pairs.AddTo(sum, Pairs.Write(counts));
        Pairs.AddTo(sum, [3, 1, LatencyScale.Buckets, 9, -1, 9, 5]);
        counts[3]++;
        Assert.Equal(counts, sum);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1234567, 1234567)]
    [InlineData(0.00123456, 0.001235)]
    [InlineData(-12.34567, -12.35)]
    public void Numbers_are_rounded_to_four_digits(double value, double rounded) => Assert.Equal(rounded, Rounded.To(value), 9);
}
