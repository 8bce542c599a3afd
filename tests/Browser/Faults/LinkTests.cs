using System.Diagnostics;
using ActiveActive.Tests.Browser.Support;

namespace ActiveActive.Tests.Browser.Faults;

/// <summary>What the console shows of links between regions that are cut.</summary>
public sealed class LinkTests(ConsoleFixture fixture, ITestOutputHelper output)
{
    private const string Row = "tr[data-row='r1>r2']";
    private const string Watermark = $"{Row} [data-figure=watermark]";
    private const string Backlog = $"{Row} [data-figure=backlog]";
    private const int Writes = 50;

    /// <summary>When all is well the watermark is as old as the last heartbeat, at most: these come each second.</summary>
    private const double WellBelow = 1.8;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_cut_link_ages_within_three_seconds_and_its_backlog_falls_when_it_heals()
    {
        await using var page = await fixture.Open(fixture.Console(2));
        await page.Go("links", "Links");
        await page.Until(Watermark, static text => ConsolePage.Seconds(text) < WellBelow, "the link is well", Limit);
        IAsyncDisposable? held = null;
        try
        {
            await using var cut = fixture.Isolate(2);
            var began = Stopwatch.StartNew();
            await page.Until(Watermark, static text => ConsolePage.Seconds(text) > WellBelow, "the watermark ages", Limit);
            output.WriteLine($"seen after {began.Elapsed}");
            Assert.InRange(began.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3));
            var (first, later) = (await Age(page), TimeSpan.FromSeconds(6));
            await page.Until(Watermark, text => ConsolePage.Seconds(text) > first + 2, "it grows", later);
            await page.Until($"{Row} .is-critical", Limit);
            for (var i = 0; i < Writes; i++)
            {
                await fixture.Write(1, $"cut-{i}", $"number {i}");
            }

            // What comes when the link is whole is not merged until this is let go.
            held = await StatesHeld.In(fixture.All[1].ConnectionString);
            await cut.DisposeAsync();
            await page.Until(Backlog, static text => text[0] is >= '1' and <= '9', "what is not merged yet is shown", Limit);
        }
        finally
        {
            await (held?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        await page.Until(Backlog, static text => text == "0 batches", "all is merged", Limit);
        await page.Until(Watermark, static text => ConsolePage.Seconds(text) < WellBelow, "the link is well again", Limit);
        await page.Until($"{Row} .is-ok", Limit);
    }

    private static async Task<double> Age(ConsolePage page) => ConsolePage.Seconds((await page.Page.Locator(Watermark).TextContentAsync())!)!.Value;
}
