using ActiveActive.Client;
using ActiveActive.TestKit.Regions;
using ActiveActive.Tests.Processes.Up;
using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Processes.Regions;

/// <summary>A client with a list of regions.</summary>
[Trait("Length", "long")]
public sealed class RegionsClientTests
{
    [Fact]
    public async Task A_session_goes_on_in_the_next_region_and_comes_back()
    {
        using var folder = new RegionDataFolder();
        await using (var regions = await LinkedRegions.Start(new RegionOptions { Silos = 1, DataFolder = folder.Path }, 2, static (_, _) => { }))
        {
            await using var client = await RegionsClient.Connect(options =>
            {
                foreach (var region in regions.All)
                {
                    options.Add(region.Region, region.ConnectionString);
                }

                options.ProbePeriod = TimeSpan.FromMilliseconds(200);
            });
            await Eventually.Holds(() => Task.FromResult(client.Present == "r1"), "the preferred region is connected");
            var session = client.NewSession();
            Assert.Equal(2, Tents(await session.Call(static grains => grains.GetGrain<ICartGrain>("trip").Put("tent", 2))));
            Assert.StartsWith("r1.1;", session.Token.ToString(), StringComparison.Ordinal);
            await using (var there = await RegionClient.Connect("r2", regions.All[1].ConnectionString))
            {
                await Eventually.Holds(async () => Tents(await there.Grains.GetGrain<ICartGrain>("trip").Get()) == 2, "the other region has it");
            }

            await regions.All[0].KillSilo(1);
            Assert.Equal(5, Tents(await session.Call(static grains => grains.GetGrain<ICartGrain>("trip").Put("tent", 3))));
            Assert.Equal("r2", client.Present);
            Assert.StartsWith("r2.1;", session.Token.ToString(), StringComparison.Ordinal);

            await regions.All[0].StartSilo(1);
            await Eventually.Holds(() => Task.FromResult(client.Present == "r1"), "the preferred region is called again", TimeSpan.FromSeconds(30));
            Assert.Equal(5, Tents(await session.Call(static grains => grains.GetGrain<ICartGrain>("trip").Get())));
            Assert.StartsWith("r1.1;", session.Token.ToString(), StringComparison.Ordinal);

            // Of a grain that only one region may hold, that one is asked.
            Assert.Equal(1, Tents(await session.Call(static grains => grains.GetGrain<ICartGrain>("r2:trip").Put("tent", 1))));
        }

        await folder.IsLeftByAll(TimeSpan.FromSeconds(5));
    }

    private static long Tents(CartView cart) => cart.Lines is [var line] ? line.Quantity : 0;
}
