namespace ActiveActive.Silo.Console.Measuring;

/// <summary>What the gauges said when they were asked.</summary>
internal sealed class GaugeReading(IReadOnlyDictionary<GaugeName, double> values)
{
    /// <summary>A gauge; null when there is none, or it said nothing.</summary>
    public double? Of(string instrument, string of = "") => values.TryGetValue(new GaugeName(instrument, of), out var value) ? value : null;

    /// <summary>The regions whose changes this silo takes; none when another one does.</summary>
    public IReadOnlyList<string> Origins { get; } =
        [.. values.Keys.Where(static one => one.Instrument is Gauges.LinkUp or Gauges.WatermarkAge or Gauges.Backlog && one.Of.Length > 0).Select(static one => one.Of).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>All that a gauge said.</summary>
    public IEnumerable<KeyValuePair<string, double>> All(string instrument) => values.Where(one => one.Key.Instrument == instrument).Select(static one => KeyValuePair.Create(one.Key.Of, one.Value));
}
