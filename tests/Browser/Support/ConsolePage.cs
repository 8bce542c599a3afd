using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;

namespace ActiveActive.Tests.Browser.Support;

/// <summary>An open page of the console, which remembers what it asked for and complained of.</summary>
internal sealed class ConsolePage : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentQueue<Uri> _requests = new();

    public ConsolePage(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        context.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Enqueue($"{message.Type}: {message.Text}");
            }
        };
        context.WebError += (_, error) => _complaints.Enqueue($"uncaught: {error.Error}");
        context.Request += (_, request) => _requests.Enqueue(new Uri(request.Url));
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of the browser's console.</summary>
    public IReadOnlyCollection<string> Complaints => [.. _complaints];

    /// <summary>What it asked for, from anywhere.</summary>
    public IReadOnlyCollection<Uri> Requests => [.. _requests];

    /// <summary>Goes to a console and waits until it is live.</summary>
    public async Task Open(Uri address)
    {
        await Page.GotoAsync(address.AbsoluteUri);
        await Page.WaitForSelectorAsync(".frame[data-connected=true]");
    }

    /// <summary>Goes to another view and waits until it is drawn.</summary>
    public async Task Go(string view, string heading)
    {
        await Page.EvaluateAsync("view => { location.hash = `#/${view}`; }", view);
        await Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = heading, Level = 1 }).WaitForAsync();
    }

    /// <summary>Waits until the page has drawn so many more overviews; one comes each second.</summary>
    public async Task Overviews(int many)
    {
        const string Drawn = "Number(document.getElementById('console').dataset.drawn)";
        var wanted = await Page.EvaluateAsync<int>($"() => {Drawn}") + many;
        await Page.WaitForFunctionAsync($"wanted => {Drawn} >= wanted", wanted);
    }

    /// <summary>How long it took until an element was there; fails when it takes longer than the limit.</summary>
    public async Task<TimeSpan> Until(string selector, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        await Page.WaitForSelectorAsync(selector, new PageWaitForSelectorOptions { Timeout = (float)limit.TotalMilliseconds, State = WaitForSelectorState.Attached });
        return watch.Elapsed;
    }

    /// <summary>Waits until an element's text is as wanted, and answers how long it took.</summary>
    public async Task<TimeSpan> Until(string selector, Func<string, bool> isSo, string what, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        var text = "";
        while (watch.Elapsed < limit)
        {
            text = await Page.Locator(selector).First.TextContentAsync() ?? "";
            if (isSo(text))
            {
                return watch.Elapsed;
            }

            await Task.Delay(Pause);
        }

        throw new TimeoutException($"Not within {limit.TotalSeconds} s: {what}. The page says '{text}'.");
    }

    /// <summary>A duration as the page writes it (<c>23 ms</c>, <c>1.4 s</c>, <c>2 min 5 s</c>), in seconds; null for none.</summary>
    public static double? Seconds(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var sum = 0.0;
        for (var i = 0; i + 1 < parts.Length; i += 2)
        {
            if (!double.TryParse(parts[i], CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }

            sum += number * parts[i + 1] switch { "µs" => 1e-6, "ms" => 1e-3, "s" => 1, "min" => 60, "h" => 3600, _ => double.NaN };
        }

        return parts.Length < 2 ? null : sum;
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
