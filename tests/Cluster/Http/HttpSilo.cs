using System.Text;
using ActiveActive.Silo;
using ActiveActive.Silo.Http.Requests;
using ActiveActive.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Tests.Cluster.Http;

/// <summary>A real silo with a real HTTP server on a free port, over a database of its own.</summary>
public sealed class HttpSilo(PostgresFixture postgres) : IAsyncLifetime
{
    /// <summary>Far less than what a large body of the default limit would take to write in a test.</summary>
    public const int MaxBodyBytes = 16 << 10;

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 });
    private WebApplication? _app;

    public RecordedLogs Logs { get; } = new();

    public Uri Address { get; private set; } = null!;

    public IGrainFactory Grains => _app!.Services.GetRequiredService<IGrainFactory>();

    public async ValueTask InitializeAsync()
    {
        var database = await postgres.NewDatabase();
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["ActiveActive:Http:MaxBodyBytes"] = $"{MaxBodyBytes}";
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(Logs);
        builder.UseActiveActive(options => (options.Database, options.MaxConnections) = (database, 10));
        _app = builder.Build();
        _app.MapActiveActive();
        _app.MapGroup("/test").Guarded().MapGet("/fault", (Func<string>)(() => throw new InvalidOperationException("a secret of the service"))).ExcludeFromDescription();
        await _app.StartAsync();
        Address = new Uri(_app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
    }

    public Task<Answer> Get(string path, params (string Name, string Value)[] headers) => Send("GET", path, (string?)null, headers);

    public Task<Answer> Post(string path, string? json = null, params (string Name, string Value)[] headers) => Send("POST", path, json, headers);

    public Task<Answer> Put(string path, string? json, params (string Name, string Value)[] headers) => Send("PUT", path, json, headers);

    public Task<Answer> Delete(string path, params (string Name, string Value)[] headers) => Send("DELETE", path, (string?)null, headers);

    /// <summary>Sends the path exactly as it is written here.</summary>
    public async Task<Answer> Send(string method, string path, string? json, params (string Name, string Value)[] headers)
    {
        using var content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        return await Send(method, path, content, headers);
    }

    public async Task<Answer> Send(string method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        var exact = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Address.GetLeftPart(UriPartial.Authority) + path, exact)) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _client.SendAsync(request);
        return await Answer.Of(response);
    }
}
