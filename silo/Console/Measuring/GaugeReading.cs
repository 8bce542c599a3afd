namespace ActiveActive.Silo.Console.Measuring;

/// <summary>What the gauges said when they were asked.</summary>
internal sealed class GaugeReading
{
    private readonly IReadOnlyDictionary<GaugeName, double> _values;

    public GaugeReading(IReadOnlyDictionary<GaugeName, double> values)
    {
        _values = values;
        Origins = [.. values.Keys.Where(static one => one is { Instrument: Gauges.LinkUp or Gauges.WatermarkAge or Gauges.Backlog, Of.Length: > 0 }).Select(static one => one.Of).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>The regions whose changes this silo takes; none when another one does.</summary>
    public IReadOnlyList<string> Origins { get; }

    /// <summary>A gauge; null when there is none, or it said nothing.</summary>
    public double? Of(string instrument, string of = "") => _values.TryGetValue(new GaugeName(instrument, of), out var value) ? value : null;

    /// <summary>All that a gauge said.</summary>
    public IEnumerable<KeyValuePair<string, double>> All(string instrument) => _values.Where(one => one.Key.Instrument == instrument).Select(static one => KeyValuePair.Create(one.Key.Of, one.Value));
}
