using ActiveActive.Silo.Placement;

namespace ActiveActive.Tests.Unit.Silo;

public sealed class BalancePlanTests
{
    private const double Tolerance = 0.25;
    private const int NoLimit = 1_000_000;

    [Theory]
    [InlineData("100 100 0", "33 33 0")] // one joins two
    [InlineData("100 0 0", "66 0 0")]
    [InlineData("90 110 100", "0 0 0")] // even enough
    [InlineData("100 76 100", "0 0 0")]
    [InlineData("300 100 0", "133 0 0")] // who is below the mean gives nothing
    [InlineData("111 111 111 111 111 111 111 111 111 0", "11 11 11 11 11 11 11 11 11 0")] // a tenth joins nine
    [InlineData("1 1 0", "0 0 0")] // too few to share
    [InlineData("0 0 0", "0 0 0")]
    [InlineData("5", "0")]
    public void Who_has_more_than_the_mean_fills_up_who_has_far_less(string counts, string given) =>
        Assert.Equal(given, string.Join(' ', Plans(Of(counts), NoLimit).Select(plan => plan.Sum(gift => gift.Count))));

    [Fact]
    public void One_period_moves_no_more_than_it_may() =>
        Assert.InRange(BalancePlan.Decide(0, Of("10000 0 0"), Tolerance, 100).Sum(gift => gift.Count), 98, 100);

    [Fact]
    public void All_together_never_give_a_silo_more_than_it_lacks_and_the_numbers_become_even()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var run = 0; run < 500; run++)
        {
            var counts = Enumerable.Range(0, random.Next(1, 12)).ToDictionary(silo => silo, _ => random.Next(3) == 0 ? 0 : random.Next(2_000));
            for (var period = 0; period < 4; period++)
            {
                var mean = counts.Values.Average();
                var plans = Plans(counts, NoLimit).ToList();
                for (var silo = 0; silo < counts.Count; silo++)
                {
                    counts[silo] += plans.Sum(plan => plan.Where(gift => gift.Target == silo).Sum(gift => gift.Count)) - plans[silo].Sum(gift => gift.Count);
                    Assert.True(plans[silo].Count == 0 || counts[silo] >= (int)mean, $"A silo gave too much (seed {seed}, run {run}).");
                }
            }

            var even = counts.Values.Average();
            Assert.True(counts.Values.All(count => count >= (even * (1 - Tolerance)) - counts.Count), $"Not even: {string.Join(' ', counts.Values)} (seed {seed}, run {run}).");
        }
    }

    [Fact]
    public void Grains_are_given_until_what_they_are_called_would_be_too_much()
    {
        var picks = BalancePlan.Pick([("a", 100), ("b", 30)], [(1, 60.0), (2, 50), (3, 40), (4, 30), (5, 10)], static (_, _) => true);
        Assert.Equal([(1, "a"), (3, "a"), (4, "b")], picks);
    }

    [Fact]
    public void A_grain_that_is_called_more_than_is_to_be_given_stays_and_so_does_one_that_the_silo_cannot_have()
    {
        var picks = BalancePlan.Pick([("a", 100), ("b", 100)], [(1, 101.0), (2, 90), (3, 90)], static (silo, grain) => silo == "b" && grain != 3);
        Assert.Equal([(2, "b")], picks);
    }

    private static IEnumerable<IReadOnlyList<(int Target, int Count)>> Plans(Dictionary<int, int> counts, int most) =>
        counts.Keys.Order().Select(silo => BalancePlan.Decide(silo, counts, Tolerance, most)).ToList();

    private static Dictionary<int, int> Of(string counts) => counts.Split(' ').Select((count, silo) => (count, silo)).ToDictionary(pair => pair.silo, pair => int.Parse(pair.count, null));
}
