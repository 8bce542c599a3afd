using System.Diagnostics.Metrics;

namespace ActiveActive.Silo.Telemetry;

/// <summary>What all instruments of the framework have in common. docs/metrics.md lists them.</summary>
internal static class Measures
{
    /// <summary>The meter's name.</summary>
    public const string Meter = "ActiveActive";

    /// <summary>Bounds of times, in seconds: from half a millisecond, which a read from memory takes, to a minute.</summary>
    private static readonly InstrumentAdvice<double> Times = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    };

    /// <summary>Bounds of how many things go together.</summary>
    private static readonly InstrumentAdvice<int> Sizes = new() { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000] };

    /// <summary>The framework's meter.</summary>
    public static Meter OurMeter(this IMeterFactory meters) => meters.Create(Meter);

    /// <summary>A histogram of times in seconds.</summary>
    public static Histogram<double> Time(this Meter meter, string name, string description) => meter.CreateHistogram(name, "s", description, advice: Times);

    /// <summary>A histogram of how many things go together.</summary>
    public static Histogram<int> Size(this Meter meter, string name, string unit, string description) => meter.CreateHistogram(name, unit, description, advice: Sizes);

    /// <summary>A label.</summary>
    public static KeyValuePair<string, object?> Tag(string name, object? value) => new(name, value);
}
