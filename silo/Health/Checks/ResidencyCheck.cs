using System.Globalization;
using ActiveActive.Silo.Storage;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Health.Checks;

/// <summary>What the last audit of the region's databases has found that the region may not hold. The audit itself: <see cref="ResidencyAuditor"/>.</summary>
internal sealed class ResidencyCheck(RegionDatabases databases, IOptions<ActiveActiveOptions> options) : INamedCheck
{
    public string Name => CheckNames.Residency;

    public HealthSeverity Severity => HealthSeverity.Critical;

    public bool IsSlow => true;

    public bool IsUsed => options.Value.Replication.IsEnabled;

    public string Advice => "`aactl residency audit` shows what is here. Find out how it came (logs 1812 and 1813 of all regions), then delete it, also in the backups";

    public async Task<CheckFinding> Look(CancellationToken cancellation)
    {
        var last = await databases.Main.Rows(
            HealthSql.LastAudit, static row => (Age: row.GetTimeSpan(0), Violations: row.GetInt64(1), Jurisdiction: row.IsDBNull(2) ? null : row.GetString(2), Sealed: row.GetInt64(3)), cancellation);
        if (last is not [var audit])
        {
            return CheckFinding.Well("No audit was made yet; a silo makes the first one soon");
        }

        var notSeen = audit.Sealed == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {audit.Sealed} entries of the log are encrypted, and were not looked into");
        return new CheckFinding(
            audit.Violations > 0,
            (audit.Violations == 0 ? "The region holds nothing that it may not hold" : $"The region holds {audit.Violations} rows that it may not hold, such as of the jurisdiction {audit.Jurisdiction}") + notSeen,
            audit.Violations,
            1,
            "{row}",
            audit.Age);
    }
}
