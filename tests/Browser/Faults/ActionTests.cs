using System.Text.Json.Nodes;
using ActiveActive.Tests.Browser.Support;
using ActiveActive.Tests.Support;
using Microsoft.Playwright;

namespace ActiveActive.Tests.Browser.Faults;

/// <summary>What can do harm by a click.</summary>
public sealed class ActionTests(ConsoleFixture fixture)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_silo_is_drained_only_when_its_name_was_typed()
    {
        var region = fixture.All[2];
        await using var page = await fixture.Open(fixture.Console(3));
        var drain = page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Drain silo-2" });
        var dialog = page.Page.GetByRole(AriaRole.Dialog);
        await drain.ClickAsync();
        await dialog.GetByText("silo-2", new LocatorGetByTextOptions { Exact = false }).First.WaitForAsync();
        var go = dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Drain silo-2" });
        Assert.True(await go.IsDisabledAsync());
        await dialog.GetByLabel("Type silo-2 to confirm").FillAsync("silo-1");
        Assert.True(await go.IsDisabledAsync());
        await page.Page.Keyboard.PressAsync("Escape");
        Assert.Equal(0, await dialog.CountAsync());
        Assert.NotNull(region.Silos[1].ProcessId);

        try
        {
            await drain.ClickAsync();
            await dialog.GetByLabel("Type silo-2 to confirm").FillAsync("silo-2");
            await dialog.GetByLabel("Why").FillAsync("a test");
            await go.ClickAsync();
            await Eventually.Holds(() => region.Silos[1].ProcessId is null, "the silo has left", Limit);
            Assert.Equal(0, region.Silos[1].ExitCode);
            await page.Until(".events [data-event=action]", Limit);
            await page.Until("[data-silo='r3/silo-2'][data-status=dead], [data-silo='r3/silo-2'][data-status=draining]", Limit);
        }
        finally
        {
            if (region.Silos[1].ProcessId is null)
            {
                await region.StartSilo(2);
            }
        }
    }

    [Fact]
    public async Task A_silo_that_is_evicted_is_dead_at_once_and_its_process_ends()
    {
        var region = fixture.All[2];
        await using var page = await fixture.Open(fixture.Console(3));
        await page.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Evict silo-2" }).ClickAsync();
        var dialog = page.Page.GetByRole(AriaRole.Dialog);
        try
        {
            await dialog.GetByLabel("Type silo-2 to confirm").FillAsync("silo-2");
            await dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Evict silo-2" }).ClickAsync();
            await page.Until("[data-silo='r3/silo-2'][data-status=dead]", Limit);
            await page.Until(".events [data-event=evicted]", Limit);
            await Eventually.Holds(() => region.Silos[1].ProcessId is null, "the process has ended", Limit);
            var metrics = await fixture.Http.GetStringAsync(new Uri(region.Silos[0].Url, "/metrics"));
            Assert.Matches("""activeactive_failover_detection_seconds_count\{[^}]*cause="evicted"[^}]*\} 1""", metrics);
        }
        finally
        {
            if (region.Silos[1].ProcessId is null)
            {
                await region.StartSilo(2);
            }
        }
    }

    [Fact]
    public async Task Nothing_dangerous_is_offered_where_it_is_not_enabled()
    {
        var console = fixture.Console(1);
        var overview = JsonNode.Parse(await fixture.Http.GetStringAsync(new Uri(console, "/console/api/overview")))!;
        Assert.True(overview["abilities"]!["actions"]!.GetValue<bool>());
        overview["abilities"]!["actions"] = false;
        await using var page = await fixture.OpenBlank();
        await page.Page.RouteAsync("**/console/api/stream", route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/event-stream", Body = $"event: overview\ndata: {overview.ToJsonString()}\n\n" }));
        await page.Page.GotoAsync(console.AbsoluteUri);
        await page.Until("tr[data-row]", Limit);
        Assert.Equal(0, await page.Page.Locator(".dangerous").CountAsync());
    }
}
