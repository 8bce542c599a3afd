using ActiveActive.Merging;
using ActiveActive.Stocks;
using CsCheck;

namespace ActiveActive.Tests.Unit.Stocks;

public sealed class StockStateTests
{
    [Fact]
    public void It_is_never_oversold_and_rights_are_neither_made_nor_lost()
    {
        var gifts = 0;
        StockWorld.Steps.Sample(
            steps =>
            {
                var world = Run(new StockWorld(), steps);
                gifts += world.Gifts;
                return world.Settle() && IsSound(world);
            },
            iter: 5000,
            threads: 1,
            print: static steps => string.Join("; ", steps.Select(static step => step.ToString())));
        Assert.True(gifts > 1000, $"Only {gifts} times rights were given.");
    }

    [Fact]
    public void Once_all_know_of_all_regions_have_nothing_more_to_give() =>
        StockWorld.Steps.Sample(
            static steps =>
            {
                var world = Run(new StockWorld(), steps);
                return world.Settle() && Enumerable.Range(0, 3).All(region => !world.Merge(region, (region + 1) % 3));
            },
            iter: 5000,
            threads: 1,
            print: static steps => string.Join("; ", steps.Select(static step => step.ToString())));

    [Fact]
    public void All_that_is_left_can_be_taken_in_any_region() =>
        StockWorld.Steps.Sample(
            static steps =>
            {
                var world = Run(new StockWorld(), steps);
                world.Do(new StockStep(StockStepKind.TimePasses, 0, 0, 0));
                world.Do(new StockStep(StockStepKind.TimePasses, 0, 0, 0));
                world.Settle();
                var left = (int)world[0].Count.Value;
                if (left == 0)
                {
                    return true;
                }

                world.Do(new StockStep(StockStepKind.Ask, steps[0].Region, 0, left));
                return world.Settle() && world.Take(steps[0].Region, left) && world.Settle() && world[0].Count.Value == 0;
            },
            iter: 5000,
            threads: 1,
            print: static steps => string.Join("; ", steps.Select(static step => step.ToString())));

    [Fact]
    public void That_it_comes_to_an_end_is_not_always_so()
    {
        // Planted: a region gives whatever it has to whoever wants something, also when nothing is missing any more there.
        var isEndless = false;
        StockWorld.Steps.Sample(
            steps =>
            {
                isEndless |= !Run(new StockWorld(GiveToWhoeverWants), steps).Settle();
            },
            iter: 300,
            threads: 1);
        Assert.True(isEndless);
    }

    [Fact]
    public void That_it_is_not_oversold_is_not_always_so()
    {
        // Planted: a region that is asked takes the rights of the one who asks, which that one uses, too.
        var isOversold = false;
        StockWorld.Steps.Sample(
            steps =>
            {
                var world = Run(new StockWorld(TakeFromWhoeverWants), steps);
                world.Settle();
                isOversold |= !IsSound(world);
            },
            iter: 300,
            threads: 1);
        Assert.True(isOversold);
    }

    [Fact]
    public void Who_began_to_want_first_is_served_first_and_keeps_what_it_has()
    {
        var world = new StockWorld();
        world.Do(new StockStep(StockStepKind.Restock, 0, 0, 5));
        world.Do(new StockStep(StockStepKind.Restock, 1, 0, 5));
        world.Do(new StockStep(StockStepKind.Ask, 0, 0, 8));
        world.Merge(1, 0);
        world.Do(new StockStep(StockStepKind.Ask, 1, 0, 8));
        Assert.True(world.Settle());
        Assert.True(world.Take(0, 8));
        Assert.False(world.Take(1, 8));
    }

    [Fact]
    public void A_demand_that_nobody_renews_is_void()
    {
        var world = new StockWorld();
        world.Do(new StockStep(StockStepKind.Restock, 0, 0, 8));
        world.Do(new StockStep(StockStepKind.Ask, 1, 0, 8));
        world.Do(new StockStep(StockStepKind.TimePasses, 0, 0, 0));
        world.Do(new StockStep(StockStepKind.TimePasses, 0, 0, 0));
        Assert.False(world.Merge(0, 1));
        Assert.Equal(8, world[0].Count.RightsOf(StockWorld.Origin(0)));
    }

    [Fact]
    public void Half_of_what_a_region_has_is_given_so_that_not_each_piece_is_asked_for()
    {
        var world = new StockWorld();
        world.Do(new StockStep(StockStepKind.Restock, 0, 0, 8));
        world.Do(new StockStep(StockStepKind.Ask, 1, 0, 1));
        Assert.True(world.Merge(0, 1));
        Assert.Equal((4, 4), (world[0].Count.RightsOf(StockWorld.Origin(0)), world[0].Count.RightsOf(StockWorld.Origin(1))));
        Assert.False(world.Merge(0, 1));
    }

    private static StockWorld Run(StockWorld world, StockStep[] steps)
    {
        foreach (var step in steps)
        {
            world.Do(step);
        }

        return world;
    }

    private static bool IsSound(StockWorld world) =>
        world[0].Count.Value == world.Restocked - world.Taken
        && Enumerable.Range(0, 3).All(region => world[0].Count.RightsOf(StockWorld.Origin(region)) >= 0)
        && Enumerable.Range(0, 3).Sum(region => world[0].Count.RightsOf(StockWorld.Origin(region))) == world[0].Count.Value;

    private static StockState GiveToWhoeverWants(StockState stock, Writing at) =>
        stock.Demands.Items.Select(static one => one.Key).Where(who => who != at.Origin).Aggregate(stock, (next, who) => next with { Count = next.Count.Transfer(at, who, next.Count.RightsOf(at.Origin))! });

    private static StockState TakeFromWhoeverWants(StockState stock, Writing at) =>
        stock.Demands.Items.Select(static one => one.Key).Where(who => who != at.Origin).Aggregate(stock, (next, who) => next with { Count = next.Count.Reclaim(at, who) });
}
