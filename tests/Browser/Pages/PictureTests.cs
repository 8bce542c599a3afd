using System.Net.Http.Json;
using System.Reflection;
using ActiveActive.Tests.Browser.Support;
using Microsoft.Playwright;

namespace ActiveActive.Tests.Browser.Pages;

/// <summary>Takes a picture of every page, light and dark, wide and narrow. With <c>AA_BROWSER_PICTURES=1</c> they go to <c>docs/pictures/console</c>, else they are gone at the end.</summary>
[Trait("Length", "long")]
public sealed class PictureTests(ConsoleFixture fixture)
{
    private const string Variable = "AA_BROWSER_PICTURES";

    [Theory]
    [InlineData(ColorScheme.Light, 1440, 960, "light-wide")]
    [InlineData(ColorScheme.Dark, 1440, 960, "dark-wide")]
    [InlineData(ColorScheme.Light, 390, 844, "light-narrow")]
    [InlineData(ColorScheme.Dark, 390, 844, "dark-narrow")]
    public async Task Every_page_fits_its_window(ColorScheme scheme, int width, int height, string name)
    {
        using var temporary = new DataFolder();
        var folder = Environment.GetEnvironmentVariable(Variable) is "1" ? Path.Combine(Repository, "docs", "pictures", "console") : temporary.Path;
        Directory.CreateDirectory(folder);
        await Load();
        await using var page = await fixture.Open(fixture.Console(1), scheme, width, height);
        await page.Page.WaitForSelectorAsync(".plot canvas");
        foreach (var (view, heading) in AllViews.List)
        {
            await page.Go(view, heading);
            await page.Overviews(2);
            var wide = await page.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
            Assert.True(wide <= width, $"{view} is {wide} pixels wide in a window of {width}");
            var file = Path.Combine(folder, $"{view.Split('?')[0]}-{name}.png");
            await page.Page.ScreenshotAsync(new PageScreenshotOptions { Path = file, FullPage = true });
            Assert.True(new FileInfo(file).Length > 10_000);
        }
    }

    private static string Repository => typeof(PictureTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static item => item.Key == "Repository").Value!;

    // So that there is something to see.
    private async Task Load()
    {
        for (var i = 0; i < 60; i++)
        {
            var silo = fixture.All[i % fixture.All.Count].Silos[i % 2].Url;
            using var added = await fixture.Http.PostAsJsonAsync(new Uri(silo, $"/v1/shared/counters/visits-{i % 17}/add"), new { amount = 1 });
            added.EnsureSuccessStatusCode();
            await fixture.Write(1 + (i % fixture.All.Count), i % 5 == 0 ? "tour" : $"motto-{i % 11}", $"number {i}");
        }
    }
}
