using ActiveActive.Tests.Browser.Support;
using Microsoft.Playwright;
using Npgsql;

namespace ActiveActive.Tests.Browser.Faults;

/// <summary>What the console shows of one grain in several regions.</summary>
public sealed class InspectorTests(ConsoleFixture fixture)
{
    private const string Key = "inspected";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Values_that_differ_between_regions_are_marked_until_they_are_the_same()
    {
        await fixture.Write(1, Key, "calm seas");
        await using var page = await fixture.Open(fixture.Console(3));
        await page.Go("inspector", "Inspector");
        await page.Page.GetByLabel("Grain type").FillAsync("shared-register");
        await page.Page.GetByLabel("Key").FillAsync(Key);
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Show" }).ClickAsync();
        await page.Until("[data-same=true]", Limit);
        await Shows(page, "r1", "calm seas");
        await Shows(page, "r2", "calm seas");

        // The second region cannot merge while somebody else has its row.
        await using (var database = NpgsqlDataSource.Create(fixture.All[1].ConnectionString))
        await using (var connection = await database.OpenConnectionAsync())
        await using (var holding = await connection.BeginTransactionAsync())
        {
            await using var hold = new NpgsqlCommand("select 1 from activeactive.state where grain_type = 'shared-register' and grain_key = $1 for update", connection, holding) { Parameters = { new() { Value = Key } } };
            Assert.Equal(1, await hold.ExecuteScalarAsync());
            await fixture.Write(1, Key, "rough seas");
            await page.Until("[data-same=false]", Limit);
            await Shows(page, "r1", "rough seas");
            await Shows(page, "r2", "calm seas");
            Assert.NotEqual(0, await page.Page.Locator("[data-side=r2] .line-differs").CountAsync());
        }

        await page.Until("[data-same=true]", Limit);
        await Shows(page, "r2", "rough seas");
        Assert.Equal(0, await page.Page.Locator(".line-differs").CountAsync());
    }

    private static Task Shows(ConsolePage page, string region, string text) =>
        page.Until($"[data-side={region}]", shown => shown.Contains(text, StringComparison.Ordinal), $"{region} shows '{text}'", Limit);
}
