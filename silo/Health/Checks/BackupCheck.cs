using System.Globalization;
using ActiveActive.Silo.Storage;
using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Health.Checks;

/// <summary>How old the last backup is that was noted in the region's database. Without any, how old the database is: a new one need not have been backed up yet.</summary>
internal sealed class BackupCheck(RegionDatabases databases, IOptions<ActiveActiveOptions> options) : INamedCheck
{
    public string Name => CheckNames.Backup;

    public HealthSeverity Severity => HealthSeverity.Warning;

    public bool IsSlow => true;

    public bool IsUsed => true;

    public string Advice => "Make one with `aactl backup` (docs/backup.md). Who backs up by other means notes it: insert into activeactive.backup default values; or turns this check off by Health:Off";

    public async Task<CheckFinding> Look(CancellationToken cancellation)
    {
        var most = options.Value.Health.BackupAge.TotalSeconds;
        var (backup, database) = (await databases.Main.Rows(HealthSql.LastBackup, static row => (row.IsDBNull(0) ? (TimeSpan?)null : row.GetTimeSpan(0), row.GetTimeSpan(1)), cancellation))[0];
        return backup is { } age
            ? CheckFinding.AtMost(age.TotalSeconds, most, "s", string.Create(CultureInfo.InvariantCulture, $"The last backup is {age.TotalHours:0.0} hours old"))
            : CheckFinding.AtMost(database.TotalSeconds, most, "s", string.Create(CultureInfo.InvariantCulture, $"No backup is noted; the region's database is {database.TotalHours:0.0} hours old"));
    }
}
