using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ActiveActive.Database.Encryption;
using ActiveActive.Silo;
using ActiveActive.Silo.Telemetry;
using ActiveActive.Tests.Cluster.Http;
using ActiveActive.Tests.Cluster.Regions;
using ActiveActive.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Tests.Cluster.Telemetry;

/// <summary>Two regions of one real silo each, with HTTP, encrypted at rest and on the way, whose links can be cut, and whose logs are searched for a secret at every level.</summary>
public sealed class ObservedRegions(PostgresFixture postgres) : IAsyncLifetime
{
    /// <summary>The region that collects all of Orleans' instruments.</summary>
    public const int Detailed = 1;

    public const string Secret = "a-payload-that-is-nobodys-business";

    private readonly string _folder = Directory.CreateTempSubdirectory("aa-observed-").FullName;
    private readonly List<WebApplication> _apps = [];
    private readonly List<RegionLink> _links = [];
    private readonly HttpClient _client = new();
    private readonly string[] _databases = new string[2];

    public SecretFinder Leaks { get; } = new(Secret);

    public static string Name(int region) => region == 0 ? "ta" : "tb";

    public async ValueTask InitializeAsync()
    {
        // As though another silo of this process came before and went in the middle.
        await using var other = new ServiceCollection().AddMetrics().BuildServiceProvider();
        _ = new CallMetrics(other.GetRequiredService<IMeterFactory>(), TimeProvider.System);
        int[] ports = [FreePort(), FreePort()];
        for (var region = 0; region < 2; region++)
        {
            _databases[region] = await postgres.NewDatabase();
            _links.Add(new RegionLink(ports[1 - region], isCut: false)); // the way on which it fetches
        }

        for (var region = 0; region < 2; region++)
        {
            _apps.Add(Build(region, ports[region]));
        }

        await Task.WhenAll(_apps.Select(static app => app.StartAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Task.WhenAll(_apps.Select(static app => app.StopAsync()));
        foreach (var app in _apps)
        {
            await app.DisposeAsync();
        }

        foreach (var link in _links)
        {
            await link.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    public string Database(int region) => _databases[region];

    public IGrainFactory Grains(int region) => Service<IGrainFactory>(region);

    public T Service<T>(int region)
        where T : notnull => _apps[region].Services.GetRequiredService<T>();

    /// <summary>Whether a region can fetch the changes of the other one.</summary>
    public void Cut(int region, bool isCut) => _links[region].IsCut = isCut;

    public async Task<string> Metrics(int region) => await _client.GetStringAsync(new Uri($"{_apps[region].Urls.Single()}/metrics"));

    internal async Task<Answer> Send(int region, HttpMethod method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(_apps[region].Urls.Single() + path)) { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await _client.SendAsync(request);
        return await Answer.Of(response);
    }

    private WebApplication Build(int region, int port)
    {
        var keys = Path.Combine(_folder, $"{Name(region)}.json");
        KeyFile.Create(keys, TimeProvider.System);
        var files = RegionFiles.Issue(_folder, Name(region));
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(Leaks).SetMinimumLevel(LogLevel.Trace);
        builder.UseActiveActive(options =>
        {
            (options.Region, options.Database, options.MaxConnections) = (Name(region), _databases[region], 15);
            (options.Encryption.Enabled, options.Encryption.KeyFile, options.Encryption.RingPeriod) = (true, keys, TimeSpan.FromMilliseconds(100));
            options.Telemetry.Detailed = region == Detailed;
            options.Replication.Port = port;
            (options.Replication.Certificate, options.Replication.CertificateKey, options.Replication.Authority) = files;
            options.Replication.Peers[Name(1 - region)] = [$"https://{_links[region].Address}"];
        });
        var app = builder.Build();
        app.MapActiveActive();
        return app;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
