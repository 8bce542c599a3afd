using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Cluster.Regions.Shared;

/// <summary>A stock that several regions sell: never too much, and all of it from wherever it is wanted.</summary>
public sealed class StockTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_region_gets_the_right_to_take_what_another_one_has_restocked()
    {
        await using var group = await RegionGroup.Start(postgres, 2);
        await Stock(group, 0).Restock(10);
        await group.Show("10", Value);
        Assert.Equal(0, (await Stock(group, 1).Get()).Here);

        Assert.Equal(7, (await Stock(group, 1).Take(3)).Value);
        Assert.Equal(0, (await Stock(group, 1).Take(7)).Value);
        await group.Show("0", Value);
        Assert.Equal("insufficient-stock", (await Assert.ThrowsAsync<RefusedException>(() => Stock(group, 0).Take(1))).Code);
    }

    [Fact]
    public async Task A_region_gives_also_where_the_stock_is_not_active()
    {
        await using var group = await RegionGroup.Start(postgres, 2);
        await Stock(group, 0).Restock(10);
        await group.Show("10", Value);
        await group.Stop(0);
        await group.Start(0);

        Assert.Equal(9, (await TakeAtLast(group, 1, 1)).Value);
    }

    [Fact]
    public async Task Regions_that_sell_at_the_same_time_sell_all_and_no_more()
    {
        await using var group = await RegionGroup.Start(postgres, 3);
        await Stock(group, 0).Restock(60);
        await group.Show("60", Value);
        var sold = await Task.WhenAll(Enumerable.Range(0, 90).Select(number => TrySell(group, number % 3)));

        // What some could not get in time, can be sold in the end by any of them.
        await group.Show($"{60 - sold.Sum()}", Value);
        for (var left = 60 - sold.Sum(); left > 0; left--)
        {
            await TakeAtLast(group, 2, 1);
        }

        await group.Show("0", Value);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(async region => Assert.Equal("insufficient-stock", (await Assert.ThrowsAsync<RefusedException>(() => Stock(group, region).Take(1))).Code)));
    }

    [Fact]
    public async Task All_that_several_regions_have_restocked_can_be_taken_at_once_in_one()
    {
        await using var group = await RegionGroup.Start(postgres, 3);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(region => Stock(group, region).Restock(10)));
        await group.Show("30", Value);
        Assert.Equal(0, (await TakeAtLast(group, 1, 30)).Value);
        await group.Show("0", Value);
    }

    [Fact]
    public async Task Two_regions_that_want_all_do_not_hinder_each_other()
    {
        await using var group = await RegionGroup.Start(postgres, 2);
        await Task.WhenAll(Stock(group, 0).Restock(5), Stock(group, 1).Restock(5));
        await group.Show("10", Value);
        var taken = await Task.WhenAll(Enumerable.Range(0, 2).Select(async region =>
        {
            try
            {
                await Stock(group, region).Take(10);
                return 1;
            }
            catch (RefusedException refused)
            {
                Assert.Contains(refused.Code, (string[])["insufficient-stock", "rights-elsewhere"]);
                return 0;
            }
        }));
        Assert.Equal(1, taken.Sum());
        await group.Show("0", Value);
    }

    [Fact]
    public async Task A_region_that_is_cut_off_sells_what_it_may_and_says_where_the_rest_is()
    {
        await using var group = await RegionGroup.Start(postgres, 2);
        await Stock(group, 0).Restock(10);
        await group.Show("10", Value);
        await Stock(group, 1).Take(2);
        await group.Show("8", Value);
        group.Cut(0, 1);
        group.Cut(1, 0);

        var here = (await Stock(group, 1).Get()).Here;
        Assert.InRange(here, 1, 7);
        Assert.Equal(8 - here, (await Stock(group, 1).Take(here)).Value);
        var refused = await Assert.ThrowsAsync<RefusedException>(() => Stock(group, 1).Take(1));
        Assert.Equal(("rights-elsewhere", Advice.Refresh), (refused.Code, refused.Advice));
        await Stock(group, 0).Take(8 - here);

        group.Heal();
        await group.Show("0", Value);
    }

    [Fact]
    public async Task Once_demands_are_met_regions_tell_each_other_nothing_more()
    {
        await using var group = await RegionGroup.Start(postgres, 3, configure: static replication => replication.Heartbeat = TimeSpan.Zero);
        await Stock(group, 0).Restock(100);
        await group.Show("100", Value);
        await Task.WhenAll(Enumerable.Range(0, 60).Select(number => TrySell(group, number % 3)));
        Assert.True(await Log(group) > 3, "they have told each other something");

        var (last, since) = (0L, TimeProvider.System.GetTimestamp());
        await Eventually.Holds(
            async () =>
            {
                if (await Log(group) is var now && now != last)
                {
                    (last, since) = (now, TimeProvider.System.GetTimestamp());
                }

                return TimeProvider.System.GetElapsedTime(since) > TimeSpan.FromSeconds(2);
            },
            "the logs are quiet for two seconds");
    }

    [Fact]
    public async Task A_request_that_is_made_again_takes_once()
    {
        await using var group = await RegionGroup.Start(postgres, 2);
        await Stock(group, 0).Restock(10);
        await group.Show("10", Value);
        var id = Stamped.NewId();

        // Both wait for the rights, and both are answered by the one that takes.
        await Task.WhenAll(Stamped.Call(id, 1, () => Stock(group, 1).Take(4)), Stamped.Call(id, 2, () => Stock(group, 1).Take(4)));
        await Stamped.Call(id, 3, () => Stock(group, 1).Take(4));
        await group.Show("6", Value);

        // And in the other region.
        await Stamped.Call(id, 4, () => Stock(group, 0).Take(4));
        await group.Show("6", Value);
        Assert.Equal(0, (await TakeAtLast(group, 1, 6)).Value);
    }

    [Fact]
    public async Task What_a_repeated_request_restocked_can_be_taken_when_all_regions_know_of_it()
    {
        await using var group = await RegionGroup.Start(postgres, 2);
        await Stamped.Call(Stamped.NewId(), 1, () => Stock(group, 1).Restock(5), CallKind.Keyed);
        await group.Show("5", Value);
        Assert.Equal(2, (await TakeAtLast(group, 1, 3)).Value);
        Assert.Equal(0, (await TakeAtLast(group, 0, 2)).Value);
    }

    [Fact]
    public async Task A_region_that_was_restored_sells_what_it_had_the_right_to_before()
    {
        await using var group = await RegionGroup.Start(postgres, 2);
        await Stock(group, 0).Restock(10);
        await group.Show("10", Value);
        await group.Stop(0);
        var backup = await group.Copy(0);
        await group.Restore(0, backup);
        await group.Start(0);
        await Eventually.Holds(async () => await group.Clusters[0]!.Scalar<bool>("select rejoined from activeactive.incarnation where number = 2"), "it has rejoined");

        Assert.Equal(6, (await TakeAtLast(group, 0, 4)).Value);
        Assert.Equal(0, (await TakeAtLast(group, 1, 6)).Value);
        await group.Show("0", Value);
    }

    private static IStockGrain Stock(RegionGroup group, int region) => group.Grains(region).GetGrain<IStockGrain>("tickets");

    private static async Task<string> Value(IGrainFactory grains) => $"{(await grains.GetGrain<IStockGrain>("tickets").Get()).Value}";

    private static async Task<int> TrySell(RegionGroup group, int region)
    {
        try
        {
            Assert.True((await Stock(group, region).Take(1)).Value >= 0);
            return 1;
        }
        catch (RefusedException refused)
        {
            Assert.Contains(refused.Code, (string[])["insufficient-stock", "rights-elsewhere"]);
            return 0;
        }
    }

    // As a caller does who is told to try again.
    private static async Task<StockView> TakeAtLast(RegionGroup group, int region, long amount)
    {
        StockView? taken = null;
        await Eventually.Holds(
            async () =>
            {
                try
                {
                    taken = await Stock(group, region).Take(amount);
                    return true;
                }
                catch (RefusedException refused) when (refused.Code == "rights-elsewhere")
                {
                    return false;
                }
                catch (StorageUnavailableException)
                {
                    return false; // a region that rejoins
                }
            },
            $"region {region} takes {amount}");
        return taken!;
    }

    private static async Task<long> Log(RegionGroup group)
    {
        var sum = 0L;
        foreach (var cluster in group.Clusters)
        {
            sum += await cluster!.Scalar<long>("select coalesce(sum(head), 0)::bigint from activeactive.stream");
        }

        return sum;
    }
}
