using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Monitoring.Servers;

/// <summary>A Prometheus of our own: on a free port of the loopback address, with a data folder of its own; it ends with us.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private const string Log = "prometheus.log";

    // The server is ended when this script's input does, which happens also when we are killed.
    private const string Script = "\"$@\" < /dev/null >> prometheus.log 2>&1 & server=$!; cat > /dev/null; kill $server; wait $server";

    private readonly string _folder;
    private readonly Process _process;
    private readonly HttpClient _http;

    private PrometheusServer(string folder, Process process, Uri address)
    {
        (_folder, _process) = (folder, process);
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) };
    }

    /// <summary>Starts it with the file <c>prometheus.yml</c> of a folder and waits until it answers.</summary>
    /// <param name="folder">Where its configuration is; its data come there, too.</param>
    /// <param name="lookBack">For how long a series that nobody tells of any more is taken to be there.</param>
    public static async Task<PrometheusServer> Start(string folder, TimeSpan lookBack)
    {
        var port = FreePort();
        string[] arguments =
        [
            "--config.file=prometheus.yml",
            "--storage.tsdb.path=data",
            string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{port}"),
            string.Create(CultureInfo.InvariantCulture, $"--query.lookback-delta={lookBack.TotalSeconds}s"),
            "--log.level=warn",
        ];
        var start = new ProcessStartInfo("sh", ["-c", Script, "sh", Programs.Find("prometheus"), .. arguments]) { WorkingDirectory = folder, RedirectStandardInput = true };
        var server = new PrometheusServer(folder, Process.Start(start)!, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")));
        try
        {
            await Eventually.Holds(server.IsReady, "Prometheus is ready");
            return server;
        }
        catch (TimeoutException)
        {
            var log = server.Words();
            await server.DisposeAsync();
            throw new InvalidOperationException($"Prometheus did not start: {log}");
        }
    }

    /// <summary>What it has complained of.</summary>
    public string Words() => File.Exists(Path.Combine(_folder, Log)) ? File.ReadAllText(Path.Combine(_folder, Log)) : "";

    /// <summary>The answer to a query at this moment.</summary>
    /// <exception cref="InvalidOperationException">It does not take the query.</exception>
    public async Task<IReadOnlyList<Sample>> Query(string query)
    {
        using var content = new FormUrlEncodedContent([KeyValuePair.Create("query", query)]);
        using var response = await _http.PostAsync(new Uri("/api/v1/query", UriKind.Relative), content);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        if (answer.GetProperty("status").GetString() != "success")
        {
            throw new InvalidOperationException($"{answer.GetProperty("error").GetString()}: {query}");
        }

        return [.. answer.GetProperty("data").GetProperty("result").EnumerateArray().Select(static series => new Sample(Pairs(series.GetProperty("metric")), Number(series.GetProperty("value")[1].GetString()!)))];
    }

    /// <summary>The names of all metrics that it has seen.</summary>
    public async Task<IReadOnlySet<string>> Metrics() =>
        (await Data("/api/v1/label/__name__/values")).EnumerateArray().Select(static name => name.GetString()!).ToHashSet();

    /// <summary>All alerts that are pending or fire.</summary>
    public async Task<IReadOnlyList<Alert>> Alerts() =>
    [
        .. (await Data("/api/v1/alerts")).GetProperty("alerts").EnumerateArray().Select(static alert =>
            new Alert(Pairs(alert.GetProperty("labels")), Pairs(alert.GetProperty("annotations")), alert.GetProperty("state").GetString() == "firing")),
    ];

    /// <summary>All rules by their names, each with the error of its last evaluation, or empty when there was none.</summary>
    public async Task<IReadOnlyList<(string Name, string Error)>> Rules() =>
    [
        .. from @group in (await Data("/api/v1/rules")).GetProperty("groups").EnumerateArray()
           from rule in @group.GetProperty("rules").EnumerateArray()
           let health = rule.GetProperty("health").GetString()
           select (rule.GetProperty("name").GetString()!, health == "ok" ? "" : $"{health}: {(rule.TryGetProperty("lastError", out var error) ? error.GetString() : null)}"),
    ];

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
    }

    private static Dictionary<string, string> Pairs(JsonElement json) => json.EnumerateObject().ToDictionary(static pair => pair.Name, static pair => pair.Value.GetString()!);

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<JsonElement> Data(string path) => (await _http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative))).GetProperty("data");

    private async Task<bool> IsReady()
    {
        try
        {
            using var response = await _http.GetAsync(new Uri("/-/ready", UriKind.Relative));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
