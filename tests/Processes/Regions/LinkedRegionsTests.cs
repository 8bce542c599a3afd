using ActiveActive.TestKit.Regions;
using ActiveActive.Tests.Processes.Up;
using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Processes.Regions;

/// <summary>Regions as <c>aactl up --regions</c> runs them.</summary>
public sealed class LinkedRegionsTests
{
    [Fact]
    public async Task Regions_take_each_others_changes_also_when_the_silo_that_took_them_is_killed()
    {
        using var folder = new RegionDataFolder();
        await using (var regions = await LinkedRegions.Start(new RegionOptions { Silos = 2, DataFolder = folder.Path }, 2, static (_, _) => { }))
        {
            await using var here = await RegionClient.Connect(regions.All[0].Region, regions.All[0].ConnectionString);
            await using var there = await RegionClient.Connect(regions.All[1].Region, regions.All[1].ConnectionString);
            ICartGrain[] carts = [here.Grains.GetGrain<ICartGrain>("trip"), there.Grains.GetGrain<ICartGrain>("trip")];
            await Task.WhenAll(carts[0].Put("tent", 1), carts[1].Put("tent", 2));
            await Have(carts, 3);

            var taker = regions.All[1].Silos.Single(static silo => File.ReadAllText(silo.LogFile).Contains("[1800]", StringComparison.Ordinal));
            await regions.All[1].KillSilo(taker.Number);
            await carts[0].Put("tent", 4);
            await Have(carts, 7);
        }

        await folder.IsLeftByAll(TimeSpan.FromSeconds(5));
    }

    private static Task Have(ICartGrain[] carts, long tents) => Eventually.Holds(
        async () =>
        {
            foreach (var cart in carts)
            {
                if ((await cart.Get()).Lines is not [var line] || line.Quantity != tents)
                {
                    return false;
                }
            }

            return true;
        },
        $"both have {tents} tents");
}
