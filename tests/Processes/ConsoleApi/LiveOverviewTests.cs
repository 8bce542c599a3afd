using System.Text.Json;
using ActiveActive.TestKit.Regions;
using ActiveActive.Tests.Processes.Up;

namespace ActiveActive.Tests.Processes.ConsoleApi;

/// <summary>What silos of real regions show when one of them is killed from outside.</summary>
[Trait("Length", "long")]
public sealed class LiveOverviewTests
{
    [Fact]
    public async Task A_killed_silo_is_dead_on_the_pages_of_all_regions_within_two_seconds_and_its_replacement_alive_soon()
    {
        using var folder = new RegionDataFolder();
        await using (var regions = await LinkedRegions.Start(new RegionOptions { Silos = 2, DataFolder = folder.Path }, 2, static (_, _) => { }))
        {
            var (victim, survivor) = (regions.All[1].Silos[0], regions.All[1].Silos[1]);
            await using var near = new OverviewFeed(survivor.Url);
            await using var far = new OverviewFeed(regions.All[0].Silos[0].Url);
            OverviewFeed[] feeds = [near, far];
            await All(feeds, static overview => Silos(overview).Count(static silo => Status(silo) == "active" && silo.GetProperty("figures").ValueKind == JsonValueKind.Object) == 4, "all four silos are there", TimeSpan.FromSeconds(30));

            await regions.All[1].KillSilo(victim.Number);
            var took = await All(feeds, overview => Silos(overview).Any(silo => IsOf(silo, "r2", victim.Name) && Status(silo) == "dead"), $"{victim.Name} of r2 is dead", TimeSpan.FromSeconds(10));
            Assert.True(took.TotalSeconds < 2, $"It took {took}.");
            await All(feeds, static overview => Events(overview).Any(static happened => Kind(happened) == "died" && happened.GetProperty("durationSeconds").ValueKind == JsonValueKind.Number), "the death is told with the time it took to be found", TimeSpan.FromSeconds(5));

            var top = await Aactl.Run("top", "--once", "--data", folder.Path);
            Assert.True(top.ExitCode == 0, top.Error);
            Assert.All(["r1", "r2", "silo-1", "silo-2", "dead", "was found dead", "r2 > r1"], word => Assert.Contains(word, top.Output, StringComparison.Ordinal));
            var json = await Aactl.Run("top", "--once", "--json", "--url", $"{survivor.Url}");
            Assert.Equal("r2", json.Json.GetProperty("region").GetString());
            Assert.Equal(2, json.Json.GetProperty("regions").GetArrayLength());

            await regions.All[1].StartSilo(victim.Number);
            await All(feeds, overview => Silos(overview).Any(silo => IsOf(silo, "r2", victim.Name) && Status(silo) == "active"), $"{victim.Name} of r2 serves again", TimeSpan.FromSeconds(5));
        }

        await folder.IsLeftByAll(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Top_says_what_to_do_when_nothing_runs()
    {
        using var folder = new RegionDataFolder();
        var top = await Aactl.Run("top", "--once", "--data", folder.Path);
        Assert.Equal(1, top.ExitCode);
        Assert.Contains("No region runs", top.Error, StringComparison.Ordinal);
    }

    private static async Task<TimeSpan> All(OverviewFeed[] feeds, Func<JsonElement, bool> what, string words, TimeSpan within) => (await Task.WhenAll(feeds.Select(feed => feed.Shows(what, words, within)))).Max();

    private static IEnumerable<JsonElement> Silos(JsonElement overview) => overview.GetProperty("silos").EnumerateArray();

    private static IEnumerable<JsonElement> Events(JsonElement overview) => overview.GetProperty("events").EnumerateArray();

    private static string? Status(JsonElement silo) => silo.GetProperty("status").GetString();

    private static string? Kind(JsonElement happened) => happened.GetProperty("kind").GetString();

    private static bool IsOf(JsonElement silo, string region, string name) => silo.GetProperty("region").GetString() == region && silo.GetProperty("name").GetString() == name;
}
