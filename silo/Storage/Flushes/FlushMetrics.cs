using System.Diagnostics.Metrics;
using ActiveActive.Silo.Telemetry;

namespace ActiveActive.Silo.Storage.Flushes;

/// <summary>What the group committer measures: meter <c>ActiveActive</c>, instruments <c>activeactive.flush.*</c>.</summary>
internal sealed class FlushMetrics
{
    private readonly TimeProvider _time;
    private readonly Meter _meter;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _wait;
    private readonly Histogram<int> _size;
    private readonly Counter<long> _splits;

    public FlushMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        _meter = meters.OurMeter();
        _duration = _meter.Time("activeactive.flush.duration", "Time from sending a flush to its answer");
        _wait = _meter.Time("activeactive.flush.wait", "Time that a flush's oldest write had waited before it was sent");
        _size = _meter.Size("activeactive.flush.writes", "{write}", "Writes in a flush");
        _splits = _meter.CreateCounter<long>("activeactive.flush.splits", "{flush}", "Flushes that were sent again in halves, because something in them failed");
    }

    /// <summary>The present time in ticks of the committer's clock.</summary>
    public long Now => _time.GetTimestamp();

    public void ObserveQueue(Func<int> writes, Func<long> bytes)
    {
        _meter.CreateObservableGauge("activeactive.flush.queue", writes, "{write}", "Writes that wait or are under way");
        _meter.CreateObservableGauge("activeactive.flush.queue.bytes", bytes, "By", "Bytes of the writes that wait or are under way");
    }

    public void Flushed(IReadOnlyList<WaitingWrite> writes, long sent)
    {
        _duration.Record(_time.GetElapsedTime(sent).TotalSeconds);
        _size.Record(writes.Count);
        if (_wait.Enabled)
        {
            _wait.Record(_time.GetElapsedTime(writes.Min(static waiting => waiting.Since), sent).TotalSeconds);
        }
    }

    public void Split() => _splits.Add(1);
}
