using ActiveActive.Cli.Drills;
using ActiveActive.Cli.Drills.Faults;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Tests.Unit.Drills.Faults;

public sealed class FaultScheduleTests
{
    [Fact]
    public void The_same_seed_makes_the_same_plan_and_another_one_another()
    {
        var plan = FaultSchedule.Plan(Settings("kill,stop,db-kill", seed: 5));
        Assert.Equal(plan, FaultSchedule.Plan(Settings("kill,stop,db-kill", seed: 5)));
        Assert.NotEqual(plan, FaultSchedule.Plan(Settings("kill,stop,db-kill", seed: 6)));
    }

    [Fact]
    public void Several_faults_overlap_and_one_of_them_is_first()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var plan = FaultSchedule.Plan(Settings("freeze,stop", seed));
            Assert.InRange(plan.Min(entry => entry.At), TimeSpan.FromSeconds(11), TimeSpan.FromSeconds(13));
            Assert.InRange(plan.Max(entry => entry.At) - plan.Min(entry => entry.At), TimeSpan.Zero, FaultSchedule.Spread);
        }
    }

    [Fact]
    public void A_lone_fault_comes_when_the_load_is_warm_and_before_it_ends()
    {
        Assert.Equal(TimeSpan.FromSeconds(11.5), FaultSchedule.Plan(Settings("kill", 1) with { Seconds = 5 })[0].At);
        Assert.Equal(TimeSpan.FromSeconds(13), FaultSchedule.Plan(Settings("kill", 1) with { Seconds = 600 })[0].At);
        Assert.Equal(TimeSpan.FromSeconds(3), FaultSchedule.Plan(Settings("kill", 1) with { WarmUp = 0 })[0].At);
    }

    [Fact]
    public void Load_lasts_as_long_as_the_longest_fault_needs()
    {
        Assert.Equal(15, Settings("kill", 1).LoadSeconds);
        Assert.Equal(40, Settings("kill,freeze", 1).LoadSeconds);
        Assert.Equal(7, (Settings("kill,freeze", 1) with { Seconds = 7 }).LoadSeconds);
    }

    [Fact]
    public async Task A_silo_is_in_one_hand_at_a_time()
    {
        using var targets = new FaultTargets(3);
        var random = new Random(1);
        var two = await targets.Take(2, random, CancellationToken.None);
        Assert.Distinct(two);
        Assert.All(two, silo => Assert.InRange(silo, 1, 3));
        var named = targets.TakeOne(two[0], CancellationToken.None);
        Assert.False(named.IsCompleted);

        targets.Return([two[0]]);
        Assert.Equal([two[0]], await named);
        var third = targets.Take(2, random, CancellationToken.None);
        Assert.False(third.IsCompleted);
        targets.Return(two);
        Assert.Equal(2, (await third).Length);
    }

    [Fact]
    public async Task A_fault_that_needs_more_silos_than_there_are_says_so()
    {
        using var targets = new FaultTargets(1);
        var error = await Assert.ThrowsAsync<RegionException>(() => targets.Take(2, new Random(1), CancellationToken.None));
        Assert.Contains("--silos", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_takes_the_same_silos()
    {
        Assert.Equal(Taken(3), Taken(3));
        Assert.True(Enumerable.Range(0, 20).Select(seed => Taken(seed)[0]).Distinct().Count() > 1);

        static int[] Taken(int seed)
        {
            using var targets = new FaultTargets(5);
            return targets.Take(3, new Random(seed), CancellationToken.None).Result;
        }
    }

    private static DrillSettings Settings(string faults, int seed) => new() { Faults = FaultCatalog.Parse(faults), Seed = seed };
}
