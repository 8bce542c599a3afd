using ActiveActive.Silo.Console.Overviews;
using ActiveActive.Silo.Console.Reports;

namespace ActiveActive.Tests.Unit.ConsoleApi;

public sealed class HistoryTests
{
    [Fact]
    public void Points_of_silos_that_look_at_different_times_are_added_up()
    {
        var sum = HistoryReader.Add("eu", [Silo(0.4, 5, calls: 10), Silo(1.2, 5, calls: 1)]);

        // The second silo's newest point is of the slot before: of the first one's, the sum would be too small.
        Assert.Equal([11, 11, 11, 11], sum.Points.TakeLast(4).Select(static point => point.Calls));
        Assert.Equal(2, sum.Points[^1].AgeSeconds);
        Assert.True(sum.Points.Zip(sum.Points.Skip(1)).All(static pair => pair.First.AgeSeconds - pair.Second.AgeSeconds == 2));
    }

    [Fact]
    public void What_a_silo_lacks_that_has_just_started_is_what_the_others_had()
    {
        var sum = HistoryReader.Add("eu", [Silo(0, 10, calls: 10), Silo(0, 2, calls: 1)]);
        Assert.Equal((10, 10d, 11d), (sum.Points.Count, sum.Points[0].Calls, sum.Points[^1].Calls));
    }

    [Fact]
    public void Not_more_than_ten_minutes_are_told() => Assert.Equal(300, HistoryReader.Add("eu", [Silo(0, 1000, calls: 1)]).Points.Count);

    [Fact]
    public void Nothing_adds_up_to_nothing() => Assert.Empty(HistoryReader.Add("eu", [new SiloHistory("eu", [])]).Points);

    private static SiloHistory Silo(double newest, int points, double calls) =>
        new("eu", [.. Enumerable.Range(0, points).Reverse().Select(number => new HistoryPoint(newest + (2 * number), calls, 0, 0, [], null))]);
}
