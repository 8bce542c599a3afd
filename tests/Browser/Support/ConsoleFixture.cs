using System.Net;
using System.Net.Http.Json;
using ActiveActive.TestKit.Faults;
using ActiveActive.TestKit.Regions;
using Microsoft.Playwright;

namespace ActiveActive.Tests.Browser.Support;

/// <summary>Three regions of two silos each, as processes of their own, and a browser.</summary>
public sealed class ConsoleFixture : IAsyncLifetime
{
    private const int Regions = 3;
    private const int Silos = 2;
    private const int Seed = 6;

    private readonly DataFolder _folder = new();
    private readonly RegionLinks _links = new(IPAddress.Loopback, Seed);
    private LinkedRegions? _regions;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal RegionLinks Links => _links;

    internal IReadOnlyList<RegionRunner> All => _regions!.All;

    internal HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>The console of a region's silo, both counted from 1.</summary>
    internal Uri Console(int region, int silo = 1) => new(All[region - 1].Silos[silo - 1].Url, "/console");

    public async ValueTask InitializeAsync()
    {
        if (Chromium.Program is null)
        {
            // On a laptop the tests are skipped, on a build server that would hide them.
            Assert.True(Environment.GetEnvironmentVariable("CI") is null or "", "Chromium is not installed.");
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await Chromium.Start(_playwright);
        _regions = await LinkedRegions.Start(
            new RegionOptions
            {
                Silos = Silos,
                DataFolder = _folder.Path,
                Environment = new Dictionary<string, string>
                {
                    ["ActiveActive__Console__ShowState"] = "true",
                    ["ActiveActive__Console__Actions"] = "true",
                    ["ActiveActive__Console__Dashboard"] = "true",
                },
            },
            Regions,
            static (_, _) => { },
            _links);
    }

    /// <summary>Writes a shared register in one region.</summary>
    internal async Task Write(int region, string key, string text)
    {
        using var answer = await Http.PutAsJsonAsync(new Uri(All[region - 1].Silos[0].Url, $"/v1/shared/registers/{Uri.EscapeDataString(key)}"), new { text });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Lets nothing through between a region and the others until what is returned is disposed of.</summary>
    internal IAsyncDisposable Isolate(int region)
    {
        var name = All[region - 1].Region;
        return new Cuts([.. from other in All where other.Region != name from cut in new[] { Links.Cut(name, other.Region), Links.Cut(other.Region, name) } select cut]);
    }

    /// <summary>Opens a page in a profile of its own, and waits until it is live.</summary>
    internal async Task<ConsolePage> Open(Uri address, ColorScheme scheme = ColorScheme.Light, int width = 1440, int height = 900)
    {
        var page = await OpenBlank(scheme, width, height);
        await page.Open(address);
        return page;
    }

    /// <summary>Opens an empty page in a profile of its own.</summary>
    internal async Task<ConsolePage> OpenBlank(ColorScheme scheme = ColorScheme.Light, int width = 1440, int height = 900)
    {
        Assert.SkipWhen(_browser is null, "Chromium is not installed.");
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            TimezoneId = "UTC",
        });
        return new ConsolePage(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_regions is not null)
        {
            await _regions.DisposeAsync();
        }

        await _links.DisposeAsync();
        Http.Dispose();
        _folder.Dispose();
    }

    private sealed class Cuts(IReadOnlyList<IAsyncDisposable> cuts) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (var cut in cuts)
            {
                await cut.DisposeAsync();
            }
        }
    }
}
