using ActiveActive.Silo.Console.Reports;
using ActiveActive.Silo.Health;

namespace ActiveActive.Silo.Console.Exchange;

/// <summary>The named checks of this silo.</summary>
internal sealed class HealthFindings(HealthMonitor health) : IFindings
{
    public IReadOnlyList<FindingReport> Now() =>
    [
        .. health.Report().Checks.Where(static check => check.Status != CheckStatus.Unknown).Select(static check => new FindingReport(
            check.Name, check.Severity == HealthSeverity.Critical ? "critical" : "warning", check.Status == CheckStatus.Failing, check.Says, check.Advice, check.AgeSeconds ?? 0)),
    ];
}
