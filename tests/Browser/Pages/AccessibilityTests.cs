using ActiveActive.Tests.Browser.Support;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ActiveActive.Tests.Browser.Pages;

/// <summary>Whether people who do not see, or have no mouse, can use the console.</summary>
[Trait("Length", "long")]
public sealed class AccessibilityTests(ConsoleFixture fixture)
{
    private static readonly HashSet<string> Serious = ["serious", "critical"];

    [Theory]
    [InlineData(ColorScheme.Light, 1440)]
    [InlineData(ColorScheme.Dark, 1440)]
    [InlineData(ColorScheme.Light, 390)]
    public async Task Axe_finds_nothing_serious_on_any_page(ColorScheme scheme, int width)
    {
        await using var page = await fixture.Open(fixture.Console(1), scheme, width);
        var found = new List<string>();
        foreach (var (view, heading) in AllViews.List)
        {
            await page.Go(view, heading);
            AxeResult result = await page.Page.RunAxe();
            Assert.NotEmpty(result.Passes);
            found.AddRange(
                from violation in result.Violations
                where Serious.Contains(violation.Impact)
                from node in violation.Nodes
                select $"{view}: {violation.Id}: {node.Html} {string.Join("; ", node.Any.Select(static check => check.Message))}");
        }

        Assert.Empty(found);
    }

    [Fact]
    public async Task Everything_is_reached_by_keyboard_and_shows_that_it_is()
    {
        await using var page = await fixture.Open(fixture.Console(1));
        await page.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the content", await Focused(page));

        var seen = new List<string>();
        for (var i = 0; i < 12 && !seen.Contains("Links"); i++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            seen.Add(await Focused(page));
            Assert.True(await page.Page.EvaluateAsync<bool>("() => document.activeElement.matches(':focus-visible') && getComputedStyle(document.activeElement).outlineStyle !== 'none'"), $"no focus is seen on '{seen[^1]}'");
        }

        Assert.Contains("Overview", seen);
        Assert.Equal("Links", seen[^1]);
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Links", Level = 1 }).WaitForAsync();
        Assert.Equal("Links", await Focused(page));

        // An update of the page does not take the focus.
        await page.Page.Keyboard.PressAsync("Tab");
        var before = await Focused(page);
        await page.Overviews(2);
        Assert.Equal(before, await Focused(page));
    }

    [Fact]
    public async Task Each_page_has_its_landmarks_and_each_chart_a_table()
    {
        await using var page = await fixture.Open(fixture.Console(1));
        Assert.Equal(1, await page.Page.GetByRole(AriaRole.Banner).CountAsync());
        Assert.Equal(1, await page.Page.GetByRole(AriaRole.Navigation).CountAsync());
        Assert.Equal(1, await page.Page.GetByRole(AriaRole.Main).CountAsync());
        Assert.Equal("polite", await page.Page.Locator("#said").GetAttributeAsync("aria-live"));
        await page.Page.WaitForSelectorAsync(".plot canvas");
        foreach (var chart in await page.Page.Locator("figure.chart").AllAsync())
        {
            Assert.NotEmpty(await chart.Locator(".plot").GetAttributeAsync("aria-label") ?? "");
            await chart.Locator("summary").ClickAsync();
            await chart.Locator("tbody tr").First.WaitForAsync();
        }
    }

    private static async Task<string> Focused(ConsolePage page) => (await page.Page.EvaluateAsync<string>("() => (document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).replace(/[0-9]+$/, '')")).Trim();
}
