using System.Diagnostics.Metrics;
using ActiveActive.Silo.Hosting;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Scaling;

/// <summary>
/// Measures how much this silo has to do. Of calls and flushes it takes samples: it listens to their instruments for a part of each period only, so that calls are hardly slower for it.
/// </summary>
internal sealed class LoadMeter : IDisposable
{
    private const string CallDuration = "activeactive.call.duration";
    private const string FlushDelay = "activeactive.flush.wait";

    /// <summary>Latency is of the calls of so many periods, so that few calls are enough for a quantile.</summary>
    private const int KeptPeriods = 6;

    /// <summary>The part of a period in which it listens.</summary>
    private const double SampleShare = 0.2;

    private readonly IMeterFactory _meters;
    private readonly ILocalSiloDetails _silo;
    private readonly SiloState _state;
    private readonly TimeProvider _time;
    private readonly TimeSpan _sample;
    private readonly CpuMeter _cpu;
    private readonly MeterListener _listener = new();
    private readonly Lock _lock = new();
    private readonly List<Instrument> _instrumentsNeedsLock = [];
    private readonly Queue<long[]> _kept = new();
    private long[] _calls = new long[LatencyBuckets.Count];
    private long _flushes;
    private double _flushWaits;
    private long _activeSince;

    public LoadMeter(IMeterFactory meters, ILocalSiloDetails silo, SiloState state, IOptions<ActiveActiveOptions> options, TimeProvider time)
    {
        (_meters, _silo, _state, _time, _cpu) = (meters, silo, state, time, new CpuMeter(time));
        _sample = options.Value.Scaling.Period * SampleShare;
        _listener.InstrumentPublished = (instrument, _) => Publish(instrument);
        _listener.SetMeasurementEventCallback<double>(static (instrument, value, _, state) => ((LoadMeter)state!).Take(instrument, value));
        _listener.Start();
    }

    /// <summary>Measures: takes a fifth of a period.</summary>
    public async Task<SiloLoad> Measure(CancellationToken cancellation)
    {
        _activeSince = _activeSince == 0 && _state.HasStarted ? _time.GetTimestamp() : _activeSince;
        Listen(true);
        try
        {
            await Task.Delay(_sample, _time, cancellation);
        }
        finally
        {
            Listen(false);
        }

        var poolWait = await PoolWait.Measure(_time);
        long[] sum = new long[LatencyBuckets.Count];
        double? flushWait;
        lock (_lock)
        {
            _kept.Enqueue(_calls);
            _calls = new long[LatencyBuckets.Count];
            if (_kept.Count > KeptPeriods)
            {
                _kept.Dequeue();
            }

            foreach (var period in _kept)
            {
                for (var bucket = 0; bucket < sum.Length; bucket++)
                {
                    sum[bucket] += period[bucket];
                }
            }

            flushWait = _flushes == 0 ? null : _flushWaits / _flushes;
            (_flushes, _flushWaits) = (0, 0);
        }

        return new SiloLoad(_silo.Name, _cpu.Take(), poolWait.TotalSeconds, flushWait, sum, _activeSince == 0 ? 0 : _time.GetElapsedTime(_activeSince).TotalSeconds);
    }

    public void Dispose() => _listener.Dispose();

    // Of this silo only: in tests there are several in a process.
    private void Publish(Instrument instrument)
    {
        if (instrument.Name is CallDuration or FlushDelay && ReferenceEquals(instrument.Meter.Scope, _meters))
        {
            lock (_lock)
            {
                _instrumentsNeedsLock.Add(instrument);
            }
        }
    }

    private void Listen(bool isOn)
    {
        Instrument[] instruments;
        lock (_lock)
        {
            instruments = [.. _instrumentsNeedsLock];
        }

        foreach (var instrument in instruments)
        {
            if (isOn)
            {
                _listener.EnableMeasurementEvents(instrument, this);
            }
            else
            {
                _listener.DisableMeasurementEvents(instrument);
            }
        }
    }

    private void Take(Instrument instrument, double seconds)
    {
        if (instrument.Name == CallDuration)
        {
            Interlocked.Increment(ref _calls[LatencyBuckets.Of(seconds)]);
            return;
        }

        lock (_lock)
        {
            _flushes++;
            _flushWaits += seconds;
        }
    }
}
