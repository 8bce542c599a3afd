using System.Diagnostics.Metrics;
using ActiveActive.Replication;
using ActiveActive.Silo.Telemetry;
using ActiveActive.State;

namespace ActiveActive.Silo.Replication;

/// <summary>What replication measures: meter <c>ActiveActive</c>, instruments <c>activeactive.replication.*</c>.</summary>
/// <remarks>The gauges are told by the silo that merges, and by no other one of the region (<see cref="ReplicationFigures"/>). Times are between the clocks of two regions' databases, and so as exact as these agree.</remarks>
internal sealed class ReplicationMetrics
{
    private readonly IDatabaseClock _clock;
    private readonly Counter<long> _conflicts;
    private readonly Histogram<double> _lag;
    private readonly Counter<long> _applied;
    private readonly Counter<long> _divergent;
    private readonly Counter<long> _repaired;

    public ReplicationMetrics(IMeterFactory meters, ReplicationFigures figures, IDatabaseClock clock)
    {
        _clock = clock;
        var meter = meters.OurMeter();
        _conflicts = meter.CreateCounter<long>("activeactive.replication.conflicts", "{conflict}", "Pairs of values that regions wrote without knowledge of each other, as this region merged them");
        _lag = meter.Time("activeactive.replication.lag", "Event lag: time from the commit of a change or heartbeat at its origin until it was applied here");
        _applied = meter.CreateCounter<long>("activeactive.replication.applied", "{change}", "Changes of other regions that were applied here");
        _divergent = meter.CreateCounter<long>("activeactive.replication.divergence.found", "{row}", "Rows that a comparison found to differ from a peer's");
        _repaired = meter.CreateCounter<long>("activeactive.replication.divergence.repaired", "{row}", "Rows that were mended by a peer's");
        meter.CreateObservableGauge(
            "activeactive.replication.watermark.age",
            () => figures.Read().Where(static one => one.Watermark is not null).Select(one => new Measurement<double>(Since(one.Watermark!.Value).TotalSeconds, Of(one))),
            "s",
            "Time since the commit of the newest change or heartbeat that was applied from a region");
        meter.CreateObservableGauge("activeactive.replication.backlog", () => figures.Read().Select(static one => new Measurement<long>(one.Batches, Of(one))), "{batch}", "Batches that are known to exist and not applied here");
        meter.CreateObservableGauge("activeactive.replication.backlog.bytes", () => figures.Read().Select(static one => new Measurement<long>(one.Bytes, Of(one))), "By", "Bytes of the batches that are stored here and not applied");
        meter.CreateObservableGauge("activeactive.replication.catch_up", () => figures.Read().Select(static one => new Measurement<double>(one.CatchUp, Of(one))), "s", "Estimated time until the backlog is applied; 0 without one, +Inf while it grows");
        meter.CreateObservableGauge("activeactive.replication.dead_letters", () => figures.Read().Select(static one => new Measurement<long>(one.DeadLetters, Of(one))), "{change}", "Changes that were put aside and wait for an operator");
        meter.CreateObservableGauge(
            "activeactive.replication.link.up",
            () => figures.Links().Select(static link => new Measurement<int>(link.IsUp ? 1 : 0, Measures.Tag("peer", link.Peer))),
            description: "Whether this silo's link that takes a peer's changes works");
    }

    /// <summary>A conflict was met.</summary>
    /// <param name="grainType">Of this type of grain.</param>
    /// <param name="kind">What became of the value: discarded, or concurrent.</param>
    public void Met(string grainType, string kind) => _conflicts.Add(1, KeyValuePair.Create<string, object?>("grain_type", grainType), KeyValuePair.Create<string, object?>("kind", kind));

    /// <summary>Changes were merged, and whoever reads them is told.</summary>
    public void Applied(IReadOnlyCollection<ArrivedEntry> changes)
    {
        foreach (var change in changes)
        {
            var origin = Origin(change.Stream);
            _applied.Add(1, origin);
            Lag(change.Entry, origin);
        }
    }

    /// <summary>A mark has become applied, which each region writes now and then.</summary>
    public void Applied(StreamId stream, MarkEntry mark) => Lag(mark, Origin(stream));

    /// <summary>A comparison found rows that differ.</summary>
    public void Diverged(string peer, int rows) => _divergent.Add(rows, Measures.Tag("peer", peer));

    /// <summary>Rows were mended by a peer's.</summary>
    public void Repaired(string peer, int rows) => _repaired.Add(rows, Measures.Tag("peer", peer));

    private static KeyValuePair<string, object?> Of(OriginFigures figures) => Measures.Tag("origin", figures.Origin);

    private static KeyValuePair<string, object?> Origin(StreamId stream) => Measures.Tag("origin", stream.Origin.Region);

    private void Lag(LogEntry entry, KeyValuePair<string, object?> origin)
    {
        if (_lag.Enabled && entry.CommittedAt is { } at)
        {
            _lag.Record(Since(at).TotalSeconds, origin);
        }
    }

    // Never less than nothing: two clocks are never quite the same.
    private TimeSpan Since(DateTimeOffset at) => _clock.UtcNow is var now && now > at ? now - at : TimeSpan.Zero;
}
