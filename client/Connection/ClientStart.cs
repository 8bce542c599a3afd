using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Client.Connection;

/// <summary>What happens once Orleans' client is connected: the database's clock is learnt, then calls are let through; the clock is measured again every minute.</summary>
internal sealed partial class ClientStart(
    IServiceProvider services,
    ConnectionGate gate,
    DatabaseClock clock,
    TimeProvider time,
    IOptions<ActiveActiveClientOptions> options,
    ILogger<ClientStart> logger) : ILifecycleParticipant<IClusterClientLifecycle>, IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstMeasureLimit = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private Task _measuring = Task.CompletedTask;

    public void Participate(IClusterClientLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(ClientStart), ServiceLifecycleStage.ApplicationServices, Start, Stop);

    public void Dispose() => _stopping.Dispose();

    private async Task Start(CancellationToken cancellation)
    {
        try
        {
            await Measure().WaitAsync(FirstMeasureLimit, time, cancellation);
        }
        catch (Exception error) when (!cancellation.IsCancellationRequested)
        {
            LogNotMeasured(error);
        }

        gate.Open();
        LogConnected(options.Value.Region, clock.Offset);
        _measuring = MeasureRepeatedly();
    }

    private async Task Stop(CancellationToken cancellation)
    {
        await _stopping.CancelAsync();
        await _measuring.WaitAsync(cancellation);
    }

    private async Task MeasureRepeatedly()
    {
        try
        {
            while (true)
            {
                await Task.Delay(Period, time, _stopping.Token);
                try
                {
                    await Measure().WaitAsync(_stopping.Token);
                }
                catch (Exception error) when (!_stopping.IsCancellationRequested)
                {
                    LogNotMeasured(error);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The client stops.
        }
    }

    // The grain factory is the client itself, which takes this object at its making: hence not from the constructor.
    private Task<TimeSpan> Measure() => clock.Measure(services.GetRequiredService<IGrainFactory>().GetGrain<IRegionClockGrain>(0).Now);

    [LoggerMessage(2011, LogLevel.Information, "Connected to region '{Region}'; its database's clock is {Offset} ahead of the local one")]
    private partial void LogConnected(string region, TimeSpan offset);

    [LoggerMessage(2012, LogLevel.Warning, "The database's clock could not be learnt; request ids go on using what is known of it")]
    private partial void LogNotMeasured(Exception error);
}
