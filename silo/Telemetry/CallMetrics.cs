using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace ActiveActive.Silo.Telemetry;

/// <summary>What grain calls measure: instruments <c>activeactive.call.*</c>. Those to Orleans' own grains are not measured.</summary>
internal sealed class CallMetrics
{
    /// <summary>A type of grain beyond these, as generic ones may make many, is counted under one name.</summary>
    private const int MostTypes = 500;

    private readonly TimeProvider _time;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _retries;
    private readonly ConcurrentDictionary<GrainType, MeasuredGrain?> _grains = new();
    private readonly MeasuredGrain _others;

    public CallMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        var meter = meters.OurMeter();
        _duration = meter.Time("activeactive.call.duration", "Time from a call's start on its silo until its answer may leave");
        _retries = meter.CreateCounter<long>("activeactive.call.retries", "{call}", "Calls that came as a second or later attempt");
        _others = new MeasuredGrain("other", _duration, _retries);
    }

    /// <summary>The present time in ticks of the clock that calls are measured by.</summary>
    public long Now => _time.GetTimestamp();

    /// <summary>Where the calls of a grain are counted; null when nobody listens, or the grain is Orleans' own.</summary>
    public MeasuredGrain? Of(GrainId grain, object? instance)
    {
        if (!_duration.Enabled && !_retries.Enabled)
        {
            return null;
        }

        return _grains.TryGetValue(grain.Type, out var known) ? known : Enter(grain.Type, instance);
    }

    /// <summary>Notes the end of a call.</summary>
    /// <param name="grain">Of <see cref="Of"/>.</param>
    /// <param name="began">When it began, by <see cref="Now"/>.</param>
    /// <param name="error">Its error; null for none.</param>
    public void Ended(MeasuredGrain grain, long began, Exception? error = null) => grain.Ended(_time.GetElapsedTime(began).TotalSeconds, error);

    private MeasuredGrain? Enter(GrainType type, object? instance)
    {
        if (instance is null)
        {
            return null;
        }

        if (IsOrleansOwn(instance))
        {
            return _grains[type] = null;
        }

        return _grains.Count < MostTypes ? _grains[type] = new MeasuredGrain(type.ToString()!, _duration, _retries) : _others;
    }

    private static bool IsOrleansOwn(object instance) =>
        instance.GetType().Assembly.GetName().Name is { } assembly && (assembly == "Orleans" || assembly.StartsWith("Orleans.", StringComparison.Ordinal) || assembly.StartsWith("Microsoft.Orleans", StringComparison.Ordinal));
}
