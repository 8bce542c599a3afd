using ActiveActive.Silo;
using ActiveActive.Silo.Health;
using ActiveActive.Silo.Hosting;

namespace ActiveActive.Tests.Unit.Health;

public sealed class HealthOptionsTests
{
    [Fact]
    public void The_usual_ones_are_right() => Assert.Empty(HealthOptionsRules.Errors(new HealthOptions()));

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var options = new HealthOptions
        {
            Off = { "disk" },
            Severity = { ["network"] = HealthSeverity.Critical, [CheckNames.Backup] = (HealthSeverity)7 },
            Period = TimeSpan.Zero,
            SlowPeriod = TimeSpan.FromDays(2),
            Timeout = TimeSpan.Zero,
            Memory = 0,
            ThreadPoolWait = TimeSpan.Zero,
            FlushQueue = 1.5,
            DatabaseConnections = double.NaN,
            DatabaseSizeLimit = -1,
            DatabaseSize = 2,
            LogSizeLimit = 0,
            ClockOffset = TimeSpan.Zero,
            CertificateLeft = TimeSpan.Zero,
            KeyAge = TimeSpan.Zero,
            BackupAge = TimeSpan.Zero,
            ResidencyAuditPeriod = TimeSpan.Zero,
        };
        var told = new ActiveActiveOptionsValidator().Validate(null, new ActiveActiveOptions { Database = "Host=db", Health = options }).Failures!.ToList();
        string[] named =
        [
            "'disk'", "'network'", "Severity.backup", "Health.Period", "SlowPeriod", "Timeout", "Health.Memory", "ThreadPoolWait", "FlushQueue", "DatabaseConnections", "DatabaseSizeLimit", "Health.DatabaseSize is", "LogSizeLimit", "ClockOffset",
            "CertificateLeft", "KeyAge", "BackupAge", "ResidencyAuditPeriod",
        ];
        Assert.All(named, name => Assert.Contains(told, error => error.Contains(name, StringComparison.Ordinal)));
        Assert.Equal(named.Length, told.Count);
    }
}
