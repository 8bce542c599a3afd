using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ActiveActive.Silo.Telemetry;

namespace ActiveActive.Silo.Security;

/// <summary>What is measured of certificates: instrument <c>activeactive.certificate.expiry</c>, for each that the silo shows to others.</summary>
internal sealed class CertificateMetrics
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _ends = new(StringComparer.Ordinal);

    public CertificateMetrics(IMeterFactory meters, TimeProvider time) => meters.OurMeter().CreateObservableGauge(
        "activeactive.certificate.expiry",
        () => _ends.Select(end => new Measurement<double>((end.Value - time.GetUtcNow()).TotalSeconds, Measures.Tag("certificate", end.Key))),
        "s",
        "Time until a certificate ends; negative when it has ended");

    /// <summary>Notes when a certificate ends.</summary>
    /// <param name="certificate">What it is for.</param>
    /// <param name="end">When it ends.</param>
    public void Set(string certificate, DateTimeOffset end) => _ends[certificate] = end;
}
