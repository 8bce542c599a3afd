using ActiveActive.Silo.Console.Exchange;
using ActiveActive.Silo.Console.Reports;

namespace ActiveActive.Silo.Health;

/// <summary>What the named checks found, for the console. What nobody could look at is not told as found.</summary>
internal sealed class HealthFindings(HealthMonitor monitor) : IFindings
{
    public IReadOnlyList<FindingReport> Now() =>
    [
        .. monitor.Report().Checks
            .Where(static check => check.AgeSeconds is not null)
            .Select(static check => new FindingReport(check.Name, check.Severity is HealthSeverity.Critical ? "critical" : "warning", check.Status is CheckStatus.Failing, check.Says, check.Advice, check.AgeSeconds ?? 0)),
    ];
}
