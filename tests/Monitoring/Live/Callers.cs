using System.Net.Http.Json;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Tests.Monitoring.Live;

/// <summary>
/// Somebody to measure: in each region a few calls a second over HTTP, to grains of all regions and of one, and such that what only some calls cause is caused: a repeated request, a grain of another region, the same note
/// in all regions at once. A silo that does not answer is passed by.
/// </summary>
internal sealed class Callers : IAsyncDisposable
{
    private const int Grains = 40;

    /// <summary>In each of so many rounds, one request is repeated and one goes to the wrong region: not often enough for an alert.</summary>
    private const int Rarely = 30;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(5) };
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _calling;

    public Callers(IReadOnlyList<RegionRunner> regions) => _calling = Task.WhenAll(regions.Select((region, i) => Task.Run(() => Call(region, regions[(i + 1) % regions.Count].Region))));

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _calling;
        _http.Dispose();
        _ended.Dispose();
    }

    private async Task Call(RegionRunner region, string other)
    {
        for (var round = 0; !_ended.IsCancellationRequested; round++)
        {
            var silo = region.Silos[round % region.Silos.Length].Url;
            try
            {
                await Post(silo, $"/v1/carts/trip-{round % Grains}/put", new { item = "tent", quantity = 1 });
                await Post(silo, "/v1/carts/everywhere/note", new { text = $"{region.Region} {round}" });
                await Post(silo, $"/v1/accounts/{region.Region}:alice", new { });
                await Post(silo, $"/v1/accounts/{region.Region}:alice/deposit", new { amount = 1 }, $"{region.Region}-{(round % Rarely == 1 ? 0 : round)}");
                if (round % Rarely == 0)
                {
                    using var elsewhere = await _http.GetAsync(new Uri(silo, $"/v1/carts/{other}:trip"), _ended.Token);
                }
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
            {
                // It was killed, or waits for its database.
            }

            await Task.Delay(Pause, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Post(Uri silo, string path, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(silo, path)) { Content = JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var response = await _http.SendAsync(request, _ended.Token);
    }
}
