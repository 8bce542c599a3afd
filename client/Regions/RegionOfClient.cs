using ActiveActive.Client.Connection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Client.Regions;

/// <summary>One of a client's regions: its connection, and whether it is called.</summary>
internal sealed class RegionOfClient : IAsyncDisposable
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1);

    private readonly RegionsClientOptions _options;
    private readonly ServiceProvider _services;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ended = new();
    private Task _started = Task.CompletedTask;
    private Task _probing = Task.CompletedTask;
    private int _givenUp;

    public RegionOfClient(ActiveActiveClientOptions region, RegionsClientOptions options, ILoggerFactory loggers, TimeProvider time)
    {
        (Name, _options, _time) = (region.Region, options, time);
        var services = new ServiceCollection();
        services.AddSingleton(loggers).AddLogging().AddSingleton(time);
        services.AddActiveActiveClient(to => Copy(region, to));
        _services = services.BuildServiceProvider();
    }

    public string Name { get; }

    /// <summary>Whether it is connected, and was not given up.</summary>
    public bool IsWell => Volatile.Read(ref _givenUp) == 0 && _started.IsCompletedSuccessfully;

    public IGrainFactory Grains => _services.GetRequiredService<IGrainFactory>();

    public ISessionGrain Sessions => Grains.GetGrain<ISessionGrain>(0);

    public DateTimeOffset Now => _services.GetRequiredService<DatabaseClock>().UtcNow;

    /// <summary>Connects; done when it is connected, however long that takes.</summary>
    /// <exception cref="OptionsValidationException">The options are wrong.</exception>
    public Task Start()
    {
        _services.GetService<IStartupValidator>()?.Validate();
        return _started = Connect();
    }

    /// <summary>Calls it no more until it has shown that it is well.</summary>
    public void GiveUp()
    {
        if (Interlocked.Exchange(ref _givenUp, 1) == 0)
        {
            _probing = Probe();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await Task.WhenAll(_started, _probing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var now = new CancellationTokenSource(ProbeTimeout);
        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StopAsync(now.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _services.DisposeAsync();
        _ended.Dispose();
    }

    private async Task Connect()
    {
        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(_ended.Token);
        }
    }

    private async Task Probe()
    {
        for (var signs = 0; signs < _options.ProbesToReturn;)
        {
            await Task.Delay(_options.ProbePeriod, _time, _ended.Token);
            try
            {
                await Grains.GetGrain<IRegionClockGrain>(0).Now().WaitAsync(ProbeTimeout, _time, _ended.Token);
                signs++;
            }
#pragma warning disable CA1031 // Whatever it says, it is no sign of life.
            catch (Exception) when (!_ended.IsCancellationRequested)
#pragma warning restore CA1031
            {
                signs = 0;
            }
        }

        Volatile.Write(ref _givenUp, 0);
    }

    private static void Copy(ActiveActiveClientOptions from, ActiveActiveClientOptions to)
    {
        foreach (var property in typeof(ActiveActiveClientOptions).GetProperties().Where(static property => property.CanWrite))
        {
            property.SetValue(to, property.GetValue(from));
        }
    }
}
