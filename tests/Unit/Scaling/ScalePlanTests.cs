using ActiveActive.Silo;
using ActiveActive.Silo.Hosting;
using ActiveActive.Silo.Scaling;

namespace ActiveActive.Tests.Unit.Scaling;

public sealed class ScalePlanTests
{
    private readonly ScalingOptions _options = new() { Minimum = 1, Maximum = 20, TargetUtilization = 0.6, Slo = TimeSpan.FromMilliseconds(100), Tolerance = 0.1 };

    [Theory]
    [InlineData(3, 0.60, 3)]
    [InlineData(3, 0.65, 3)] // within the tolerance
    [InlineData(3, 0.55, 3)]
    [InlineData(3, 0.80, 4)] // 3 * 0.8 / 0.6
    [InlineData(3, 0.81, 5)]
    [InlineData(3, 0.40, 2)]
    [InlineData(3, 0.10, 1)]
    [InlineData(1, 1.00, 2)]
    [InlineData(10, 0.90, 15)]
    [InlineData(18, 0.99, 20)] // the maximum
    public void Processor_time_wants_as_many_silos_as_bring_it_to_its_target(int silos, double cpu, int wanted) => Assert.Equal(wanted, ScalePlan.Wish(Loads.Same(silos, cpu), silos, _options).Silos);

    [Fact]
    public void No_more_than_twice_as_many_or_four_more_are_wanted_at_a_time()
    {
        _options.TargetUtilization = 0.05;
        Assert.Equal(5, ScalePlan.Wish(Loads.Same(1, 1), 1, _options).Silos);
        Assert.Equal(12, ScalePlan.Wish(Loads.Same(6, 1), 6, _options).Silos);
    }

    [Fact]
    public void The_minimum_is_wanted_without_any_load()
    {
        _options.Minimum = 3;
        var wish = ScalePlan.Wish(Loads.Same(3, 0), 3, _options);
        Assert.Equal(3, wish.Silos);
        Assert.Contains("minimum", wish.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Calls_slower_than_they_should_be_want_more_silos_when_the_silos_are_busy_and_none_when_they_wait_for_something_else()
    {
        var busy = ScalePlan.Wish([Loads.Of(0.5, latency: 0.2), Loads.Of(0.5, latency: 0.2)], 2, _options);
        Assert.InRange(busy.Silos, 4, 5);
        Assert.StartsWith("latency", busy.Reason, StringComparison.Ordinal);

        var idle = ScalePlan.Wish([Loads.Of(0.2, latency: 0.2), Loads.Of(0.2, latency: 0.2)], 2, _options);
        Assert.Equal(2, idle.Silos);
        Assert.Contains("look at the database", idle.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Writes_that_wait_want_more_silos_only_when_the_silos_are_busy()
    {
        Assert.Equal(4, ScalePlan.Wish([Loads.Of(0.5, flushWait: 0.05), Loads.Of(0.5, flushWait: 0.05)], 2, _options).Silos);
        Assert.Equal(2, ScalePlan.Wish([Loads.Of(0.1, flushWait: 5), Loads.Of(0.1, flushWait: 5)], 2, _options).Silos);
    }

    [Fact]
    public void Work_that_waits_for_threads_wants_more_silos() => Assert.Equal(4, ScalePlan.Wish([Loads.Of(0.1, poolWait: 0.05), Loads.Of(0.1, poolWait: 0.05)], 2, _options).Silos);

    [Fact]
    public void Few_calls_say_nothing() => Assert.DoesNotContain(ScalePlan.Wish([Loads.Of(0.6, latency: 10, calls: 99)], 1, _options).Signals, static signal => signal.Name == "latency");

    [Fact]
    public void A_silo_that_does_not_answer_or_has_just_started_counts_as_idle_for_more_and_as_at_its_target_for_fewer()
    {
        Assert.Equal(4, ScalePlan.Wish(Loads.Same(3, 0.8), 4, _options).Silos); // 3 * 0.8 / 0.6 = 4: the fourth helps soon
        Assert.Equal(4, ScalePlan.Wish([.. Loads.Same(3, 0.8), Loads.Of(1, uptime: 5)], 4, _options).Silos);
        Assert.Equal(3, ScalePlan.Wish(Loads.Same(3, 0.3), 4, _options).Silos); // 1.5 and one that is unknown
        Assert.Equal(4, ScalePlan.Wish([], 4, _options).Silos);
        Assert.Equal(4, ScalePlan.Wish([Loads.Of(1, uptime: 5)], 4, _options).Silos);
    }

    [Theory]
    [InlineData(0.5, 0.0011)]
    [InlineData(0.99, 0.1)]
    [InlineData(0.9999, 2)]
    public void A_quantile_is_at_most_a_fifth_too_large_and_never_too_small(double fraction, double seconds)
    {
        var random = new Random(7);
        var durations = Enumerable.Range(0, 10_000).Select(_ => -Math.Log(random.NextDouble()) * seconds).Order().ToArray();
        var counts = new long[LatencyBuckets.Count];
        foreach (var duration in durations)
        {
            counts[LatencyBuckets.Of(duration)]++;
        }

        var exact = durations[(int)Math.Ceiling(fraction * durations.Length) - 1];
        Assert.InRange(LatencyBuckets.Quantile(counts, fraction, 1)!.Value, exact, exact * 1.2);
        Assert.Null(LatencyBuckets.Quantile(counts, fraction, 10_001));
    }

    [Theory]
    [InlineData("50000 100000\n", 0.5)]
    [InlineData("250000 100000", 2.5)]
    [InlineData("max 100000", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("0 100000", null)]
    public void The_quota_of_a_container_is_read(string? text, double? processors) => Assert.Equal(processors, CpuMeter.Quota(text));

    [Fact]
    public void A_silo_gives_when_it_has_more_than_most_and_far_more_than_the_least()
    {
        SiloLoad[] loads = [Loads.Of(0.9), Loads.Of(0.5), Loads.Of(0.4)];
        Assert.True(LoadSpread.IsUneven(loads, loads[0], 0.3));
        Assert.False(LoadSpread.IsUneven(loads, loads[0], 0.6));
        Assert.False(LoadSpread.IsUneven(loads, loads[2], 0.3));
        Assert.False(LoadSpread.IsUneven([loads[0]], loads[0], 0.1));
    }

    [Fact]
    public void Options_out_of_range_are_told_at_once()
    {
        Assert.Empty(ScalingOptionsRules.Errors(new ScalingOptions()));
        var wrong = new ScalingOptions
        {
            Minimum = 5,
            Maximum = 3,
            TargetUtilization = double.NaN,
            Slo = TimeSpan.Zero,
            SloFraction = 1,
            Tolerance = -1,
            Period = TimeSpan.Zero,
            ScaleOutAfter = TimeSpan.FromSeconds(-1),
            ScaleInAfter = TimeSpan.FromDays(2),
        };
        var told = new ActiveActiveOptionsValidator().Validate(null, new ActiveActiveOptions { Database = "Host=db", Scaling = wrong }).Failures!.ToList();
        string[] named = ["Minimum", "TargetUtilization", "Slo is", "SloFraction", "Tolerance", "Period", "ScaleOutAfter", "ScaleInAfter"];
        Assert.All(named, name => Assert.Contains(told, error => error.Contains($"Scaling.{name}", StringComparison.Ordinal)));
        Assert.Equal(named.Length, told.Count);
    }
}
