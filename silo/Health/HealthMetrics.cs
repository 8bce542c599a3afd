using System.Diagnostics.Metrics;

namespace ActiveActive.Silo.Health;

/// <summary>The named checks as a metric: meter <c>ActiveActive</c>, gauge <c>activeactive.health.check</c>, 1 for a check that fails and 0 for one that does not. One that is unknown has no value.</summary>
internal sealed class HealthMetrics(IMeterFactory meters)
{
    public void Observe(IReadOnlyList<CheckRunner> checks) => meters.Create("ActiveActive").CreateObservableGauge(
        "activeactive.health.check",
        () => checks.Select(static check => (check, IsFailing: check.IsFailing())).Where(static one => one.IsFailing is not null).Select(static one => new Measurement<int>(
            one.IsFailing == true ? 1 : 0,
            KeyValuePair.Create<string, object?>("check", one.check.Name),
            KeyValuePair.Create<string, object?>("severity", one.check.Severity == HealthSeverity.Critical ? "critical" : "warning"))),
        description: "Whether a named check fails (1) or not (0)");
}
