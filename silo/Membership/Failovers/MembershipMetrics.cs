using System.Diagnostics.Metrics;
using ActiveActive.Silo.Telemetry;

namespace ActiveActive.Silo.Membership.Failovers;

/// <summary>What a silo measures of its cluster: instruments <c>activeactive.membership.*</c> and <c>activeactive.failover.*</c>.</summary>
internal sealed class MembershipMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _changes;
    private readonly Histogram<double> _detection;
    private readonly Histogram<double> _recovery;

    public MembershipMetrics(IMeterFactory meters)
    {
        _meter = meters.OurMeter();
        _changes = _meter.CreateCounter<long>("activeactive.membership.changes", "{silo}", "Silos that joined, left, died or were evicted, as this silo saw it");
        _detection = _meter.Time("activeactive.failover.detection", "Time from the last sign of life of a silo, or the end of its connection, until this silo knew that it is gone");
        _recovery = _meter.Time("activeactive.failover.recovery", "Time from knowing that a silo is gone until the first of its grains was served here");
    }

    /// <summary>Gives the number of silos by status.</summary>
    public void ObserveSilos(Func<IEnumerable<(string Status, int Silos)>> silos) => _meter.CreateObservableGauge(
        "activeactive.membership.silos",
        () => silos().Select(static one => new Measurement<int>(one.Silos, Measures.Tag("status", one.Status))),
        "{silo}",
        "Silos of the region as this one sees it; dead: of the last 10 minutes");

    public void Joined() => _changes.Add(1, Measures.Tag("change", "joined"));

    public void Gone(FailoverCause cause, TimeSpan? detection)
    {
        _changes.Add(1, Measures.Tag("change", cause switch { FailoverCause.Left => "left", FailoverCause.Evicted => "evicted", _ => "died" }));
        if (detection is { } time)
        {
            _detection.Record(time.TotalSeconds, Measures.Tag("cause", Name(cause)));
        }
    }

    public void Recovered(FailoverCause cause, TimeSpan time) => _recovery.Record(time.TotalSeconds, Measures.Tag("cause", Name(cause)));

    private static string Name(FailoverCause cause) => cause switch
    {
        FailoverCause.Crash => "crash",
        FailoverCause.Probes => "probes",
        FailoverCause.Left => "left",
        _ => "evicted",
    };
}
