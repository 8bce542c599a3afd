using ActiveActive.Silo.Console.Events;
using ActiveActive.Silo.Console.Model;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Console.Measuring;

/// <summary>Looks once a second at what this silo has counted, so that rates and percentiles of the last seconds and ten minutes are known whenever somebody looks.</summary>
internal sealed class SiloSampler(SiloMeter meter, HappeningsHere happenings, IOptions<ActiveActiveOptions> options, TimeProvider time) : BackgroundService
{
    private const int LagSeconds = 60;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Ring<Sample> _samplesNeedsLock = new(LagSeconds + 1);
    private readonly Ring<SiloPoint> _pointsNeedsLock = new(ConsoleLimits.Points);
    private Sample? _lastPointNeedsLock;

    /// <summary>What was counted in the last seconds, and how many seconds these are.</summary>
    public (Sample Then, Sample Now, double Seconds) Window()
    {
        var now = Take();
        lock (_lock)
        {
            var then = Before(now, ConsoleLimits.WindowSeconds);
            return (then, now, Math.Max(time.GetElapsedTime(then.At, now.At).TotalSeconds, 0.001));
        }
    }

    /// <summary>The buckets of the lags of the last minute, by regions.</summary>
    public Dictionary<string, long[]> Lags(Sample now)
    {
        lock (_lock)
        {
            var then = Before(now, LagSeconds);
            return now.Lags.ToDictionary(static one => one.Key, one => then.Lags.TryGetValue(one.Key, out var earlier) ? [.. one.Value.Zip(earlier, static (late, early) => late - early)] : one.Value, StringComparer.Ordinal);
        }
    }

    /// <summary>Conflicts of the last minute.</summary>
    public long ConflictsInMinute(Sample now)
    {
        lock (_lock)
        {
            return now.Total[Counted.Conflicts] - Before(now, LagSeconds).Total[Counted.Conflicts];
        }
    }

    /// <summary>The points of the last ten minutes, oldest first.</summary>
    public IReadOnlyList<SiloPoint> Points()
    {
        lock (_lock)
        {
            return [.. _pointsNeedsLock.All];
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Console.Enabled)
        {
            return;
        }

        meter.Start();
        lock (_lock)
        {
            _samplesNeedsLock.Add(_lastPointNeedsLock = Take());
        }

        using var timer = new PeriodicTimer(Second, time);
        for (var tick = 1; await timer.WaitForNextTickAsync(stoppingToken); tick++)
        {
            var now = Take();
            var gauges = meter.ReadGauges();
            lock (_lock)
            {
                _samplesNeedsLock.Add(now);
            }

            happenings.Look(gauges);
            if (tick % ConsoleLimits.PeriodSeconds == 0)
            {
                AddPoint(now, gauges);
            }
        }
    }

    private void AddPoint(Sample now, GaugeReading gauges)
    {
        lock (_lock)
        {
            var last = _lastPointNeedsLock!;
            var links = gauges.Origins.Select(origin => new LinkPoint(
                origin,
                Rounded.To(gauges.Of(Gauges.WatermarkAge, origin)),
                Rounded.To(gauges.Of(Gauges.Backlog, origin)),
                now.Lags.TryGetValue(origin, out var lags)
                    ? Rounded.To(LatencyScale.Percentile(last.Lags.TryGetValue(origin, out var earlier) ? [.. lags.Zip(earlier, static (late, early) => late - early)] : lags, 0.99))
                    : null));
            _pointsNeedsLock.Add(new SiloPoint(now.At, time.GetElapsedTime(last.At, now.At).TotalSeconds, now.Total.Since(last.Total), [.. links]));
            _lastPointNeedsLock = now;
        }
    }

    private Sample Take() => new(time.GetTimestamp(), meter.Total.Copy(), meter.CallsByGrain(), meter.AppliedByOrigin(), meter.LagsByOrigin(), Environment.CpuUsage.TotalTime);

    // The youngest that is at least so old; else the oldest.
    private Sample Before(Sample now, int seconds) =>
        _samplesNeedsLock.All.LastOrDefault(one => time.GetElapsedTime(one.At, now.At).TotalSeconds >= seconds) ?? _samplesNeedsLock.All.FirstOrDefault() ?? now;
}
