using System.Diagnostics.Metrics;
using ActiveActive.Silo.Telemetry;

namespace ActiveActive.Silo.Replication.Residency;

/// <summary>What residency measures: instrument <c>activeactive.residency.refusals</c>.</summary>
internal sealed class ResidencyMetrics
{
    private readonly Counter<long> _refusals;

    public ResidencyMetrics(IMeterFactory meters) =>
        _refusals = meters.OurMeter().CreateCounter<long>("activeactive.residency.refusals", "{refusal}", "What was not let in, sent or taken because the residency policy forbids it");

    /// <summary>A grain was not let into memory here, so that nothing of it is read or written.</summary>
    public void NotWritten() => _refusals.Add(1, Measures.Tag("reason", "write"));

    /// <summary>A batch was not sent to a region.</summary>
    public void NotSent() => _refusals.Add(1, Measures.Tag("reason", "send"));

    /// <summary>A batch of another region was not taken.</summary>
    public void NotTaken() => _refusals.Add(1, Measures.Tag("reason", "receive"));
}
