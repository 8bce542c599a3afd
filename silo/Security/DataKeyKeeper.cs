using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Security;

/// <summary>Lets a silo's data key follow the ring's primary key, and renews its row, so that it is not taken for one of a silo that is gone.</summary>
internal sealed class DataKeyKeeper(DataKeys keys, KeyMetrics metrics, IOptions<ActiveActiveOptions> options, TimeProvider time, ILogger<DataKeyKeeper> log) : BackgroundService
{
    private readonly EncryptionOptions _options = options.Value.Encryption;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!_options.Enabled)
        {
            return;
        }

        var renewed = time.GetTimestamp();
        using var timer = new PeriodicTimer(_options.RingPeriod, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var primary = await keys.FollowRing(stoppingToken);
                if (primary != metrics.Name && await keys.FirstUse(primary, stoppingToken) is { } firstUse)
                {
                    metrics.Set(primary, firstUse);
                }

                if (time.GetElapsedTime(renewed) >= _options.RenewPeriod)
                {
                    await keys.Renew(stoppingToken);
                    renewed = time.GetTimestamp();
                }
            }
#pragma warning disable CA1031 // The present key serves on; the silo must not stop for it.
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.DataKeyNotKept(error.Message);
            }
        }
    }
}
