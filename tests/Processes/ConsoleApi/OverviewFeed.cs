using System.Diagnostics;
using System.Net.ServerSentEvents;
using System.Text.Json;
using ActiveActive.TestKit;

namespace ActiveActive.Tests.Processes.ConsoleApi;

/// <summary>A silo's stream of overviews, read as a page reads it: the newest counts.</summary>
internal sealed class OverviewFeed : IAsyncDisposable
{
    private readonly HttpClient _http = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Pulse _came = new();
    private readonly Task _reading;
    private volatile object? _last;

    public OverviewFeed(Uri silo) => _reading = Read(silo);

    /// <summary>Waits until an overview has something, and answers how long that took.</summary>
    public async Task<TimeSpan> Shows(Func<JsonElement, bool> what, string words, TimeSpan within)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var next = _came.Next;
            if (_last is JsonElement overview && what(overview))
            {
                return clock.Elapsed;
            }

            if (clock.Elapsed > within || _reading.IsCompleted)
            {
                throw new TimeoutException($"Not within {within.TotalSeconds} s: {words}. The last overview: {_last} {_reading.Exception?.Message}");
            }

            await Task.WhenAny(next, _reading, Task.Delay(TimeSpan.FromMilliseconds(100)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _end.Dispose();
    }

    private async Task Read(Uri silo)
    {
        await using var stream = await _http.GetStreamAsync(new Uri(silo, "/console/api/stream"), _end.Token);
        await foreach (var sent in SseParser.Create(stream).EnumerateAsync(_end.Token))
        {
            using var overview = JsonDocument.Parse(sent.Data);
            _last = overview.RootElement.Clone();
            _came.Beat();
        }
    }
}
