using ActiveActive.TestKit.Regions;
using ActiveActive.Tests.Processes.Up;
using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Processes.Regions;

/// <summary>Regions as <c>aactl up --regions</c> runs them.</summary>
[Trait("Length", "long")]
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

    [Fact]
    public async Task What_two_regions_wrote_at_once_is_listed_shown_and_decided_by_aactl()
    {
        using var folder = new RegionDataFolder();
        await using (var regions = await LinkedRegions.Start(new RegionOptions { Silos = 1, DataFolder = folder.Path }, 2, static (_, _) => { }))
        {
            await using var here = await RegionClient.Connect(regions.All[0].Region, regions.All[0].ConnectionString);
            await using var there = await RegionClient.Connect(regions.All[1].Region, regions.All[1].ConnectionString);
            ICartGrain[] carts = [here.Grains.GetGrain<ICartGrain>("trip"), there.Grains.GetGrain<ICartGrain>("trip")];
            await Eventually.Holds(
                async () =>
                {
                    await Task.WhenAll(carts[0].Note("by car"), carts[1].Note("by train"));
                    string[] notes = [];
                    await Eventually.Holds(
                        async () =>
                        {
                            notes = await Notes(carts[0]);
                            var others = await Notes(carts[1]);
                            return notes.SequenceEqual(others, StringComparer.Ordinal);
                        },
                        "they have met");
                    return notes.Length == 2; // if neither knew of the other
                },
                "both have written without knowledge of each other");

            string[] at = ["--json", "--data", Path.Combine(folder.Path, regions.All[0].Region)];
            var listed = (await Aactl.Run(["conflicts", "list", "--grain-type", "cart", "--key", "trip", "--limit", "1", .. at])).Json;
            var conflict = Assert.Single(listed.EnumerateArray());
            Assert.Equal("concurrent", conflict.GetProperty("kind").GetString());
            var id = $"{conflict.GetProperty("id").GetInt64()}";
            var hidden = (await Aactl.Run(["conflicts", "show", id, .. at])).Json.GetProperty("hidden").GetProperty("value").GetString()!.Trim('"');

            var restored = await Aactl.Run(["conflicts", "restore", id, .. at]);
            Assert.True(restored.ExitCode == 0, restored.Error);
            await Eventually.Holds(async () => await Shows(carts[0], hidden) && await Shows(carts[1], hidden), $"'{hidden}' is the one note everywhere");
            Assert.Equal(1, (await Aactl.Run(["conflicts", "show", "4711", .. at])).ExitCode);
        }

        await folder.IsLeftByAll(TimeSpan.FromSeconds(5));

        static async Task<string[]> Notes(ICartGrain cart) => [.. (await cart.Get()).Notes.Select(static note => note.Text).Order(StringComparer.Ordinal)];

        static async Task<bool> Shows(ICartGrain cart, string note) => await Notes(cart) is [var one] && one == note;
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
