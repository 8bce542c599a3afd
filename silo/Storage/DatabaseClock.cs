using ActiveActive.State;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ActiveActive.Silo.Storage;

/// <summary>
/// The database's clock by its offset from this machine's monotonic one, measured every ten seconds; of three samples the one with the shortest round trip counts
/// (Cristian, "Probabilistic clock synchronization", 1989). A jump of the local wall clock does not touch it.
/// </summary>
internal sealed class DatabaseClock(RegionDatabase database, TimeProvider time, ILogger<DatabaseClock> log) : BackgroundService, IDatabaseClock
{
    private const int Samples = 3;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private Reading _reading = new(time.GetTimestamp(), time.GetUtcNow());

    public DateTimeOffset UtcNow
    {
        get
        {
            var reading = Volatile.Read(ref _reading);
            return reading.Database + time.GetElapsedTime(reading.Local);
        }
    }

    /// <summary>How old the last measurement is.</summary>
    public TimeSpan Age => time.GetElapsedTime(Volatile.Read(ref _reading).Local);

    /// <summary>Measures once; called before the silo serves.</summary>
    public async Task Measure(CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand("select clock_timestamp()", connection);
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < Samples; i++)
        {
            var sent = time.GetTimestamp();
            var answer = (DateTime)(await command.ExecuteScalarAsync(cancellation))!;
            var roundTrip = time.GetElapsedTime(sent);
            if (roundTrip < best)
            {
                best = roundTrip;
                Volatile.Write(ref _reading, new Reading(sent, new DateTimeOffset(answer, TimeSpan.Zero) - (roundTrip / 2)));
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Measure(stoppingToken);
            }
#pragma warning disable CA1031 // The last reading serves on; the silo must not stop for it.
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                log.ClockNotMeasured(error.Message);
            }
        }
    }

    private sealed record Reading(long Local, DateTimeOffset Database);
}
