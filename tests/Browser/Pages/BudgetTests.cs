using System.Globalization;
using System.Text.Json;
using ActiveActive.Tests.Browser.Support;
using Microsoft.Playwright;

namespace ActiveActive.Tests.Browser.Pages;

/// <summary>What a page costs its browser, and what it says to anybody else.</summary>
public sealed class BudgetTests(ConsoleFixture fixture, ITestOutputHelper output)
{
    private const int MostBytes = 300_000;
    private const double MostSeconds = 1;

    /// <summary>How long the memory of an open page is watched; an hour is <c>3600</c>.</summary>
    private const string MemoryVariable = "AA_BROWSER_MEMORY_SECONDS";
    private const int ShortWatch = 20;
    private const double MostGrowth = 2e6;

    // By then the charts hold all that they ever will.
    private const int Filling = 660;

    [Fact]
    public async Task A_first_load_is_small_and_fast()
    {
        await using var page = await fixture.OpenBlank();
        var network = await page.Page.Context.NewCDPSessionAsync(page.Page);
        await network.SendAsync("Network.enable");
        var bytes = 0.0;
        network.Event("Network.dataReceived").OnEvent += (_, data) => bytes += data!.Value.GetProperty("encodedDataLength").GetDouble();
        network.Event("Network.responseReceived").OnEvent += (_, data) => bytes += data!.Value.GetProperty("response").GetProperty("encodedDataLength").GetDouble();
        await page.Page.GotoAsync(fixture.Console(1).AbsoluteUri);
        await page.Page.WaitForSelectorAsync(".plot canvas");

        var painted = await page.Page.EvaluateAsync<double>("() => performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000");
        var useful = await page.Page.EvaluateAsync<double>("() => performance.getEntriesByName('console-useful')[0].startTime / 1000");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes, first paint after {painted:N3} s, all that is known after {useful:N3} s"));
        Assert.InRange(bytes, 20_000, MostBytes);
        Assert.InRange(painted, 0, MostSeconds);
        Assert.InRange(useful, painted / 2, MostSeconds);
    }

    [Fact]
    public async Task No_page_complains_or_asks_another_host_for_anything()
    {
        await using var page = await fixture.Open(fixture.Console(2));
        foreach (var (view, heading) in AllViews.List)
        {
            await page.Go(view, heading);
            await page.Page.WaitForTimeoutAsync(300);
        }

        await page.Page.GotoAsync(new Uri(fixture.Console(2), "/dashboard/").AbsoluteUri);
        await page.Page.WaitForTimeoutAsync(2000);
        Assert.Empty(page.Complaints);
        Assert.True(page.Requests.Count > 20);
        Assert.All(page.Requests, request => Assert.Equal(fixture.Console(2).Authority, request.Authority));
    }

    [Fact]
    public async Task Files_are_kept_for_good_and_the_page_is_asked_for_again()
    {
        using var page = await fixture.Http.GetAsync(fixture.Console(1));
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'; script-src 'self'; style-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.True(page.Headers.CacheControl!.NoCache);
        using var again = new HttpRequestMessage(HttpMethod.Get, fixture.Console(1)) { Headers = { IfNoneMatch = { page.Headers.ETag! } } };
        using var same = await fixture.Http.SendAsync(again);
        Assert.Equal(System.Net.HttpStatusCode.NotModified, same.StatusCode);

        var html = await page.Content.ReadAsStringAsync();
        var from = html.IndexOf("/console/assets/", StringComparison.Ordinal);
        var script = $"{html[from..html.IndexOf('/', from + "/console/assets/".Length)]}/console.js";
        using var asked = new HttpRequestMessage(HttpMethod.Get, new Uri(fixture.Console(1), script)) { Headers = { AcceptEncoding = { new("br") } } };
        using var file = await fixture.Http.SendAsync(asked);
        Assert.Equal(TimeSpan.FromDays(365), file.Headers.CacheControl!.MaxAge);
        Assert.Equal("br", Assert.Single(file.Content.Headers.ContentEncoding));
        using var missing = await fixture.Http.GetAsync(new Uri(fixture.Console(1), "/console/assets/x/nothing.js"));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task An_open_page_does_not_grow()
    {
        var seconds = int.TryParse(Environment.GetEnvironmentVariable(MemoryVariable), CultureInfo.InvariantCulture, out var given) ? given : ShortWatch;
        await using var page = await fixture.Open(fixture.Console(1));
        var browser = await page.Page.Context.NewCDPSessionAsync(page.Page);
        await page.Page.WaitForSelectorAsync(".plot canvas");
        await page.Page.WaitForTimeoutAsync(1000 * Math.Min(seconds / 3, Filling));
        var (heapBefore, nodesBefore) = await Measure(browser);
        await page.Page.WaitForTimeoutAsync(1000 * seconds * 2 / 3);
        var (heap, nodes) = await Measure(browser);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"in {seconds * 2 / 3} s: heap {heapBefore / 1e6:N2} to {heap / 1e6:N2} MB, {nodesBefore} to {nodes} nodes"));
        Assert.InRange(heap - heapBefore, -heapBefore, MostGrowth);
        Assert.InRange(nodes, 100, (nodesBefore * 1.2) + 100);
    }

    private static async Task<(double Heap, int Nodes)> Measure(ICDPSession browser)
    {
        await browser.SendAsync("HeapProfiler.collectGarbage");
        var heap = (await browser.SendAsync("Runtime.getHeapUsage"))!.Value.GetProperty("usedSize").GetDouble();
        JsonElement counters = (await browser.SendAsync("Memory.getDOMCounters"))!.Value;
        return (heap, counters.GetProperty("nodes").GetInt32());
    }
}
