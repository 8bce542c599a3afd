using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ActiveActive.Cli.Output;

namespace ActiveActive.Cli.Top;

/// <summary>Gets overviews from one silo, and from the next one when that does not answer. Silos that an overview names are asked, too.</summary>
internal sealed class TopSource : IDisposable
{
    private const string Stream = "/console/api/stream";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>An overview comes every second. A silo that sends none for so long is left.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ConnectFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, ConnectTimeout = ConnectFor }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly List<Uri> _silos;

    public TopSource(IEnumerable<Uri> silos) => _silos = [.. silos.Distinct()];

    /// <summary>Overviews as they come: read, and as they were sent. Null instead while no silo answers.</summary>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="CliException">No silo has answered yet, and all were asked twice.</exception>
    public async IAsyncEnumerable<(TopOverview? Overview, string Sent)> Read([EnumeratorCancellation] CancellationToken cancellation)
    {
        string? trouble = null;
        var hasAnswered = false;
        for (var (at, failures) = (0, 0); !cancellation.IsCancellationRequested; at++)
        {
            var silo = _silos[at % _silos.Count];
            var overviews = From(silo, cancellation).GetAsyncEnumerator(cancellation);
            await using (overviews.ConfigureAwait(false))
            {
                while (true)
                {
                    try
                    {
                        if (!await overviews.MoveNextAsync())
                        {
                            break;
                        }
                    }
                    catch (Exception error) when (!cancellation.IsCancellationRequested && error is HttpRequestException or IOException or JsonException or OperationCanceledException)
                    {
                        trouble = $"{silo}: {error.Message}";
                        break;
                    }

                    (hasAnswered, failures) = (true, 0);
                    Learn(overviews.Current.Overview);
                    yield return overviews.Current;
                }
            }

            if (++failures >= _silos.Count)
            {
                if (!hasAnswered && failures >= 2 * _silos.Count)
                {
                    throw new CliException($"No silo answers at {string.Join(", ", _silos)} ({trouble}). Does the region run, and is its console on (ActiveActive:Console:Enabled)?");
                }

                if (hasAnswered)
                {
                    yield return (null, "");
                }

                await Task.Delay(Pause, cancellation);
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private async IAsyncEnumerable<(TopOverview Overview, string Sent)> From(Uri silo, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        silence.CancelAfter(Silence);
        using var answer = await _http.GetAsync(new Uri(silo, Stream), HttpCompletionOption.ResponseHeadersRead, silence.Token);
        answer.EnsureSuccessStatusCode();
        await foreach (var sent in SseParser.Create(await answer.Content.ReadAsStreamAsync(silence.Token)).EnumerateAsync(silence.Token))
        {
            silence.CancelAfter(Silence);
            yield return (JsonSerializer.Deserialize<TopOverview>(sent.Data, Json) ?? throw new JsonException("The overview is empty."), sent.Data);
        }
    }

    // Those that were named first stay first.
    private void Learn(TopOverview overview)
    {
        foreach (var silo in overview.Silos.Where(static silo => silo.Status == "active").Select(static silo => silo.Http).OfType<Uri>())
        {
            if (!_silos.Contains(silo))
            {
                _silos.Add(silo);
            }
        }
    }
}
