using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
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

    /// <summary>A second, or on a slow machine as many times what the same browser needs for a line of text from the same silo.</summary>
    private const double MostTimesPlain = 4;
    private const int Rounds = 5;

    [Fact]
    public async Task A_first_load_is_small_and_fast()
    {
        var (plain, painted, useful) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            await using (var page = await fixture.OpenBlank())
            {
                await page.Page.GotoAsync(new Uri(fixture.Console(1), "/health/live").AbsoluteUri);
                plain.Add(await Mark(page, "first-contentful-paint"));
            }

            await using (var page = await fixture.OpenBlank())
            {
                var bytes = await Bytes(page, fixture.Console(1));
                (double now, double all) = (await Mark(page, "first-contentful-paint"), await Mark(page, "console-useful"));
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes; a line of text is seen after {plain[^1]:N3} s, the page after {now:N3} s, all that is known after {all:N3} s"));
                Assert.InRange(bytes, 20_000, MostBytes);
                painted.Add(now);
                useful.Add(all);
            }
        }

        var most = Math.Max(MostSeconds, MostTimesPlain * Median(plain));
        Assert.InRange(Median(painted), 0, most);
        Assert.InRange(Median(useful), Median(painted) / 2, most);
    }

    [Fact]
    public async Task No_page_complains_or_asks_another_host_for_anything()
    {
        await using var page = await fixture.Open(fixture.Console(2));
        foreach (var (view, heading) in AllViews.List)
        {
            await page.Go(view, heading);
            await page.Overviews(1);
        }

        await page.Page.GotoAsync(new Uri(fixture.Console(2), "/dashboard/").AbsoluteUri);
        await page.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.Empty(page.Complaints);
        Assert.True(page.Requests.Count > 20);
        Assert.All(page.Requests, request => Assert.Equal(fixture.Console(2).Authority, request.Authority));
    }

    [Fact]
    public async Task Files_are_kept_for_good_and_the_page_is_asked_for_again()
    {
        using var page = await fixture.Http.GetAsync(fixture.Console(1));
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.Matches("default-src 'none'; script-src 'self' 'sha256-[^' ]+'; style-src 'self' 'sha256-[^' ]+'; img-src 'self';", policy);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.True(page.Headers.CacheControl!.NoCache);
        var html = await page.Content.ReadAsStringAsync();
        await IsAnsweredWithoutContent(html, page.Headers.ETag!);
        var from = html.IndexOf("/console/assets/", StringComparison.Ordinal);
        var script = $"{html[from..html.IndexOf('/', from + "/console/assets/".Length)]}/console.js";
        using var asked = new HttpRequestMessage(HttpMethod.Get, new Uri(fixture.Console(1), script)) { Headers = { AcceptEncoding = { new("br") } } };
        using var file = await fixture.Http.SendAsync(asked);
        Assert.Equal(TimeSpan.FromDays(365), file.Headers.CacheControl!.MaxAge);
        Assert.Equal("br", Assert.Single(file.Content.Headers.ContentEncoding));
        using var missing = await fixture.Http.GetAsync(new Uri(fixture.Console(1), "/console/assets/x/nothing.js"));
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    // Unless it has changed: it names the consoles of all silos, and one may join or leave between two questions.
    private async Task IsAnsweredWithoutContent(string html, EntityTagHeaderValue tag)
    {
        while (true)
        {
            using var again = new HttpRequestMessage(HttpMethod.Get, fixture.Console(1)) { Headers = { IfNoneMatch = { tag } } };
            using var answer = await fixture.Http.SendAsync(again);
            if (answer.StatusCode == HttpStatusCode.NotModified)
            {
                return;
            }

            var now = await answer.Content.ReadAsStringAsync();
            Assert.NotEqual(html, now);
            (html, tag) = (now, answer.Headers.ETag!);
        }
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

    // What a page and all that it needs for its charts are on the way.
    private static async Task<double> Bytes(ConsolePage page, Uri address)
    {
        var network = await page.Page.Context.NewCDPSessionAsync(page.Page);
        await network.SendAsync("Network.enable");
        var bytes = 0.0;
        network.Event("Network.dataReceived").OnEvent += (_, data) => bytes += data!.Value.GetProperty("encodedDataLength").GetDouble();
        network.Event("Network.responseReceived").OnEvent += (_, data) => bytes += data!.Value.GetProperty("response").GetProperty("encodedDataLength").GetDouble();
        await page.Page.GotoAsync(address.AbsoluteUri);
        await page.Page.WaitForSelectorAsync(".plot canvas");
        return bytes;
    }

    // When the page came to a mark, in seconds after it was asked for.
    private static async Task<double> Mark(ConsolePage page, string name)
    {
        await page.Page.WaitForFunctionAsync("name => performance.getEntriesByName(name).length > 0", name);
        return await page.Page.EvaluateAsync<double>("name => performance.getEntriesByName(name)[0].startTime / 1000", name);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static async Task<(double Heap, int Nodes)> Measure(ICDPSession browser)
    {
        await browser.SendAsync("HeapProfiler.collectGarbage");
        var heap = (await browser.SendAsync("Runtime.getHeapUsage"))!.Value.GetProperty("usedSize").GetDouble();
        JsonElement counters = (await browser.SendAsync("Memory.getDOMCounters"))!.Value;
        return (heap, counters.GetProperty("nodes").GetInt32());
    }
}
