using ActiveActive.Client;
using ActiveActive.Client.Connection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActiveActive.TestKit.Regions;

/// <summary>A connected client of a region.</summary>
internal sealed class RegionClient : IAsyncDisposable
{
    private readonly IHost _host;

    private RegionClient(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>The database's time as the client knows it.</summary>
    public DateTimeOffset DatabaseNow => _host.Services.GetRequiredService<DatabaseClock>().UtcNow;

    /// <summary>Connects.</summary>
    /// <param name="region">The region's name.</param>
    /// <param name="database">Its database's connection string.</param>
    /// <param name="configure">Changes the client's options.</param>
    /// <param name="log">Where warnings of the client go; null for nowhere.</param>
    /// <param name="configureServices">More services of the client's host, such as faults of a drill.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="TimeoutException">The cluster was not reached in time.</exception>
    public static async Task<RegionClient> Connect(
        string region, string database, Action<ActiveActiveClientOptions>? configure = null, ILoggerProvider? log = null,
        Action<IServiceCollection>? configureServices = null, CancellationToken cancellation = default)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        if (log is not null)
        {
            builder.Logging.AddProvider(log);
        }

        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Configuration.AddEnvironmentVariables(); // certificates, for one
        builder.AddActiveActiveClient(options =>
        {
            options.Region = region;
            options.Database = database;
            configure?.Invoke(options);
        });
        configureServices?.Invoke(builder.Services);
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellation);
            return new RegionClient(host);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    // The command handles signals, not the host.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
