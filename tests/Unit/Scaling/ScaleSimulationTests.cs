using ActiveActive.Silo;
using ActiveActive.Silo.Scaling;

namespace ActiveActive.Tests.Unit.Scaling;

/// <summary>A region whose autoscaler does what it is told, under loads that change: enough silos in time, none too many for long, and no to and fro.</summary>
public sealed class ScaleSimulationTests
{
    private const int Period = 5;

    /// <summary>A new silo serves after so many seconds, and shares the load.</summary>
    private const int StartSeconds = 20;

    private readonly ScalingOptions _options = new() { Minimum = 2, Maximum = 20 };

    /// <summary>The loads are in processors of one silo each.</summary>
    public static TheoryData<string> Curves => new(All.Keys);

    private static Dictionary<string, Func<int, Random, double>> All { get; } = new()
    {
        ["nothing"] = static (_, _) => 0,
        ["even, with noise"] = static (_, random) => 2.4 * (1 + (0.2 * (random.NextDouble() - 0.5))),
        ["on the edge between two numbers, with noise"] = static (_, random) => 1.8 * (1 + (0.2 * (random.NextDouble() - 0.5))),
        ["just above the edge, with noise"] = static (_, random) => 1.98 * (1 + (0.1 * (random.NextDouble() - 0.5))),
        ["peaks of ten seconds in each minute"] = static (second, _) => second % 60 < 10 ? 3.0 : 1.0,
        ["pauses of two minutes in each ten"] = static (second, _) => second % 600 < 120 ? 0.2 : 3.0,
        ["ten times as much at once"] = static (second, _) => second < 1800 ? 0.6 : 6.0,
        ["a tenth at once"] = static (second, _) => second < 1800 ? 6.0 : 0.6,
        ["a day in two hours"] = static (second, random) => (2.5 + (2 * Math.Sin(2 * Math.PI * second / 7200))) * (1 + (0.1 * (random.NextDouble() - 0.5))),
    };

    [Theory]
    [MemberData(nameof(Curves))]
    public void Silos_follow_the_load_and_do_not_flap(string curve)
    {
        var history = Run(All[curve], seconds: 7200);
        var changes = history.Zip(history.Skip(1)).Select(static pair => Math.Sign(pair.Second.Wanted - pair.First.Wanted)).Where(static sign => sign != 0).ToList();
        var turns = changes.Zip(changes.Skip(1)).Count(static pair => pair.First != pair.Second);

        // At the beginning it may go down from what it found. After that: once up and down for the day, and no turn elsewhere.
        Assert.True(turns <= (curve == "a day in two hours" ? 2 : curve.Contains("at once", StringComparison.Ordinal) || curve.StartsWith("pauses", StringComparison.Ordinal) ? 1 : 0), $"{turns} turns: {string.Join(' ', changes)}");
    }

    [Fact]
    public void More_silos_are_there_within_three_minutes_of_ten_times_the_load()
    {
        var history = Run(All["ten times as much at once"], seconds: 3600);
        Assert.Equal(2, history.Last(static one => one.Second < 1800).Wanted);
        var enough = history.First(static one => one.Second >= 1800 && one.Silos * 0.66 >= 6).Second - 1800;
        Assert.InRange(enough, 30, 180); // in three steps: a processor that is all in use hides how much more is wanted
        Assert.InRange(history[^1].Wanted, 10, 11);
    }

    [Fact]
    public void Silos_go_after_five_minutes_of_little_to_do_and_not_before()
    {
        var history = Run(All["a tenth at once"], seconds: 3600);
        var before = history.Last(static one => one.Second < 1800).Wanted;
        Assert.Equal(before, history.Last(static one => one.Second < 2090).Wanted);
        Assert.Equal(2, history.Last(static one => one.Second < 2200).Wanted);
    }

    [Fact]
    public void Peaks_of_seconds_start_nothing() => Assert.All(Run(All["peaks of ten seconds in each minute"], seconds: 3600), static one => Assert.True(one.Wanted <= 3, $"{one.Wanted}"));

    [Fact]
    public void The_death_of_a_silo_is_no_wish_for_fewer()
    {
        var decider = new ScaleDecider(_options);
        for (var second = 0; second < 1200; second += Period)
        {
            var silos = second is >= 600 and < 700 ? 2 : 3;
            var wanted = decider.Decide(TimeSpan.FromSeconds(second), ScalePlan.Wish(Loads.Same(silos, 1.8 / silos), silos, _options), silos);
            Assert.True(wanted >= 3, $"{wanted} silos wanted at {second} s");
        }
    }

    [Fact]
    public void Without_windows_each_wish_is_followed_at_once()
    {
        (_options.ScaleInAfter, _options.ScaleOutAfter) = (TimeSpan.Zero, TimeSpan.Zero);
        var decider = new ScaleDecider(_options);
        Assert.Equal(3, decider.Decide(TimeSpan.FromSeconds(1), new ScaleWish(3, "", []), 3));
        Assert.Equal(5, decider.Decide(TimeSpan.FromSeconds(2), new ScaleWish(5, "", []), 3));
        Assert.Equal(2, decider.Decide(TimeSpan.FromSeconds(3), new ScaleWish(2, "", []), 5));
    }

    [Fact]
    public void A_decider_that_has_just_begun_changes_nothing_before_its_windows_are_over()
    {
        var decider = new ScaleDecider(_options);
        Assert.Equal(5, decider.Decide(TimeSpan.FromSeconds(100), new ScaleWish(2, "", []), 5));
        Assert.Equal(5, decider.Decide(TimeSpan.FromSeconds(399), new ScaleWish(2, "", []), 5));
        Assert.Equal(2, decider.Decide(TimeSpan.FromSeconds(400), new ScaleWish(2, "", []), 5));
    }

    private List<(int Second, int Silos, int Wanted)> Run(Func<int, Random, double> load, int seconds)
    {
        var (random, decider, history) = (new Random(11), new ScaleDecider(_options), new List<(int, int, int)>());
        var starts = new List<int>(); // when each silo serves
        starts.AddRange([0, 0]);
        for (var second = 60; second < seconds; second += Period)
        {
            var serving = starts.Count(start => start <= second);
            var each = Math.Min(1, load(second, random) / serving);
            SiloLoad[] loads = [.. starts.Where(start => start <= second).Select(start => Loads.Of(each, uptime: second - start + (start == 0 ? 3600 : 0)))];
            var wanted = decider.Decide(TimeSpan.FromSeconds(second), ScalePlan.Wish(loads, serving, _options), serving);
            history.Add((second, serving, wanted));
            while (starts.Count < wanted)
            {
                starts.Add(second + StartSeconds);
            }

            starts.RemoveRange(wanted, Math.Max(0, starts.Count - wanted));
        }

        return history;
    }
}
