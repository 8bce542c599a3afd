using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Console.Measuring;

/// <summary>Listens to what this silo measures (meter <c>ActiveActive</c>) and keeps it in a form that other silos' figures can be added to. Gauges are asked when somebody wants to know.</summary>
/// <remarks>It listens to the meters of one service provider only: in tests there are several silos in a process.</remarks>
internal sealed class SiloMeter : IDisposable
{
    private const string MeterName = "ActiveActive";
    private const string Others = "(others)";
    private const int MostGrainTypes = 200;

    private readonly IMeterFactory _meters;
    private readonly ILogger<SiloMeter> _log;
    private readonly MeterListener _listener = new();
    private readonly MeterListener _gauges = new();
    private readonly ConcurrentDictionary<string, StrongBox> _callsByGrain = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long[]> _lags = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, StrongBox> _applied = new(StringComparer.Ordinal);
    private readonly Lock _gaugeTurn = new();
    private Dictionary<GaugeName, double> _readNeedsTurn = [];

    public SiloMeter(IMeterFactory meters, ILogger<SiloMeter> log)
    {
        (_meters, _log) = (meters, log);
        _listener.InstrumentPublished = Listen;
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((Take)state!)(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((Take)state!)(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => ((Take)state!)(value, tags));
        _gauges.InstrumentPublished = ListenToGauge;
        _gauges.SetMeasurementEventCallback<double>(Read);
        _gauges.SetMeasurementEventCallback<long>(static (instrument, value, tags, state) => Read(instrument, value, tags, state));
        _gauges.SetMeasurementEventCallback<int>(static (instrument, value, tags, state) => Read(instrument, value, tags, state));
    }

    private delegate void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags);

    /// <summary>All that was counted since the silo started.</summary>
    public Tally Total { get; } = Tally.Empty();

    /// <summary>Told how long it took to find out that a silo was dead, in seconds, and why it was.</summary>
    public Action<double, string>? Detected { get; set; }

    /// <summary>Told how long it took from knowing a silo dead until the first of its grains was served here, in seconds, and why it was.</summary>
    public Action<double, string>? Recovered { get; set; }

    /// <summary>Told how many states were repaired, and by which peer's.</summary>
    public Action<double, string>? Repaired { get; set; }

    /// <summary>Begins. What was measured before is not counted.</summary>
    public void Start()
    {
        _listener.Start();
        _gauges.Start();
    }

    /// <summary>The calls of each type of grains, since the silo started.</summary>
    public Dictionary<string, long> CallsByGrain() => Totals(_callsByGrain);

    /// <summary>The changes applied of each region, since the silo started.</summary>
    public Dictionary<string, long> AppliedByOrigin() => Totals(_applied);

    /// <summary>The buckets of the lags of each region's changes, since the silo started.</summary>
    public Dictionary<string, long[]> LagsByOrigin() => _lags.ToDictionary(static one => one.Key, static one => (long[])[.. one.Value], StringComparer.Ordinal);

    /// <summary>Asks all gauges.</summary>
    public GaugeReading ReadGauges()
    {
        lock (_gaugeTurn)
        {
            _readNeedsTurn = [];
            try
            {
                _gauges.RecordObservableInstruments();
            }
#pragma warning disable CA1031 // What one gauge throws must not hide the others, which were asked all the same.
            catch (Exception error)
#pragma warning restore CA1031
            {
                _log.NotLooked(error.Message);
            }

            return new GaugeReading(_readNeedsTurn);
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _gauges.Dispose();
    }

    private static Dictionary<string, long> Totals(ConcurrentDictionary<string, StrongBox> of) => of.ToDictionary(static one => one.Key, static one => Volatile.Read(ref one.Value.Value), StringComparer.Ordinal);

    private static void Read(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        var meter = (SiloMeter)state!;
        var tag = Tag(tags, "origin") ?? Tag(tags, "peer") ?? Tag(tags, "grain") ?? Tag(tags, "check") ?? Tag(tags, "certificate") ?? "";
        meter._readNeedsTurn[new GaugeName(instrument.Name, tag)] = value; // asked under the turn only
    }

    private static string? Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == name)
            {
                return tag.Value as string;
            }
        }

        return null;
    }

    private bool IsOurs(Instrument instrument) => instrument.Meter.Name == MeterName && ReferenceEquals(instrument.Meter.Scope, _meters);

    private void Listen(Instrument instrument, MeterListener listener)
    {
        if (IsOurs(instrument) && TakerOf(instrument.Name) is { } take)
        {
            listener.EnableMeasurementEvents(instrument, take);
        }
    }

    private void ListenToGauge(Instrument instrument, MeterListener listener)
    {
        if (IsOurs(instrument) && instrument.IsObservable)
        {
            listener.EnableMeasurementEvents(instrument, this);
        }
    }

    private Take? TakerOf(string instrument) => instrument switch
    {
        "activeactive.call.duration" => TakeCall,
        "activeactive.call.retries" => (value, _) => Total.Add(Counted.Retries, (long)value),
        "activeactive.call.duplicates" => (value, _) => Total.Add(Counted.Duplicates, (long)value),
        "activeactive.flush.duration" => (value, _) =>
        {
            Total.Add(Counted.Flushes);
            Total.AddFlush(value);
        }
        ,
        "activeactive.flush.writes" => (value, _) => Total.Add(Counted.Writes, (long)value),
        "activeactive.replication.conflicts" => (value, _) => Total.Add(Counted.Conflicts, (long)value),
        "activeactive.replication.lag" => TakeLag,
        "activeactive.replication.applied" => (value, tags) => Interlocked.Add(ref BoxOf(_applied, Tag(tags, "origin")).Value, (long)value),
        "activeactive.failover.detection" => (value, tags) => Detected?.Invoke(value, Tag(tags, "cause") ?? ""),
        "activeactive.failover.recovery" => (value, tags) => Recovered?.Invoke(value, Tag(tags, "cause") ?? ""),
        "activeactive.replication.divergence.repaired" => (value, tags) => Repaired?.Invoke(value, Tag(tags, "peer") ?? ""),
        _ => null,
    };

    private void TakeCall(double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Total.Add(Counted.Calls);
        Total.AddCall(seconds);
        switch (Tag(tags, "outcome"))
        {
            case "error":
                Total.Add(Counted.Errors);
                break;
            case "refused":
                Total.Add(Counted.Refusals);
                break;
        }

        Interlocked.Increment(ref BoxOf(_callsByGrain, Tag(tags, "grain")).Value);
    }

    private void TakeLag(double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        Interlocked.Increment(ref _lags.GetOrAdd(Tag(tags, "origin") ?? Others, static _ => new long[LatencyScale.Buckets])[LatencyScale.Of(seconds)]);

    private static StrongBox BoxOf(ConcurrentDictionary<string, StrongBox> boxes, string? name) =>
        name is not null && boxes.TryGetValue(name, out var box) ? box : boxes.GetOrAdd(name is null || boxes.Count >= MostGrainTypes ? Others : name, static _ => new StrongBox());

    private sealed class StrongBox
    {
        public long Value;
    }
}
