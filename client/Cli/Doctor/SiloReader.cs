using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace ActiveActive.Cli.Doctor;

/// <summary>Asks silos for their health by HTTP.</summary>
internal sealed class SiloReader(TimeSpan patience) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { Timeout = patience };

    public void Dispose() => _http.Dispose();

    /// <summary>Asks one.</summary>
    public async Task<AskedSilo> Ask(Uri url, CancellationToken cancellation)
    {
        try
        {
            // The first question opens the connection; the second one tells the clock.
            using (await _http.GetAsync(new Uri(url, "/health/live"), cancellation))
            {
            }

            var (asked, began) = (DateTimeOffset.UtcNow, Stopwatch.GetTimestamp());
            using var response = await _http.GetAsync(new Uri(url, "/health"), cancellation);
            var took = Stopwatch.GetElapsedTime(began);
            return await response.Content.ReadFromJsonAsync<SiloAnswer>(cancellation) is { Checks: not null } answer
                ? new AskedSilo(url, answer, null, answer.Now - (asked + (took / 2)), took)
                : new AskedSilo(url, null, $"answers {(int)response.StatusCode} at /health, and not as a silo does", default, took);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested && error is HttpRequestException or TaskCanceledException or JsonException or NotSupportedException)
        {
            return new AskedSilo(url, null, error is TaskCanceledException ? $"did not answer within {patience.TotalSeconds:0} s" : error is HttpRequestException ? error.Message : "answers at /health, and not as a silo does", default, default);
        }
    }
}
