using ActiveActive.Silo;
using ActiveActive.Tests.Cluster.Http;
using ActiveActive.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ActiveActive.Tests.Cluster.Health;

/// <summary>A real silo with HTTP that a test may ill-treat: its database can hang, and it does not end its process when it is declared dead.</summary>
internal sealed class WebSilo : IAsyncDisposable
{
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly WebApplication _app;

    private WebSilo(WebApplication app, HangingRelay relay, NpgsqlDataSource database) => (_app, Relay, Database, Address) = (app, relay, database, new Uri(app.Urls.Single()));

    public HangingRelay Relay { get; }

    /// <summary>The database itself, past the relay.</summary>
    public NpgsqlDataSource Database { get; }

    public Uri Address { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<WebSilo> Start(PostgresFixture postgres, Action<ActiveActiveOptions>? configure = null)
    {
        var database = await postgres.NewDatabase();
        var relay = new HangingRelay(new NpgsqlConnectionStringBuilder(database).Port);
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["ActiveActive:Membership:TableRefresh"] = "00:00:01";

        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.UseActiveActive(options =>
        {
            options.Database = new NpgsqlConnectionStringBuilder(database) { Host = "127.0.0.1", Port = relay.Port }.ConnectionString;
            options.MaxConnections = 10;
            options.Health.Period = TimeSpan.FromSeconds(1);
            options.Health.SlowPeriod = TimeSpan.FromSeconds(1);
            options.Health.Timeout = TimeSpan.FromSeconds(1);
            configure?.Invoke(options);
        });
        builder.AllowPauses();
        var app = builder.Build();
        app.MapActiveActive();
        await app.StartAsync();
        return new WebSilo(app, relay, NpgsqlDataSource.Create(database));
    }

    public async Task<Answer> Get(string path)
    {
        using var response = await _client.GetAsync(new Uri(Address, path));
        return await Answer.Of(response);
    }

    /// <summary>The status of a check; null when it is not among them.</summary>
    public async Task<string?> Check(string name) => (await Get("/health")).Json.GetProperty("checks").EnumerateArray()
        .Where(check => check.GetProperty("name").GetString() == name).Select(static check => check.GetProperty("status").GetString()).SingleOrDefault();

    public Task Stop() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Relay.Pass();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Relay.DisposeAsync();
        await Database.DisposeAsync();
        _client.Dispose();
    }
}
