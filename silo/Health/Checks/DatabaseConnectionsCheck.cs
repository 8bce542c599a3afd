using Microsoft.Extensions.Options;

namespace ActiveActive.Silo.Health.Checks;

/// <summary>How many of the database server's connections are in use, by whomever; of several servers at the one with the least left.</summary>
internal sealed class DatabaseConnectionsCheck(RegionDatabases databases, IOptions<ActiveActiveOptions> options) : INamedCheck
{
    public string Name => CheckNames.DatabaseConnections;

    public HealthSeverity Severity => HealthSeverity.Critical;

    public bool IsSlow => false;

    public bool IsUsed => true;

    public string Advice => "Raise max_connections, lower MaxConnections of the silos, or find out who else is connected (pg_stat_activity). Without a connection no silo can start";

    public async Task<CheckFinding> Look(CancellationToken cancellation)
    {
        var (used, most) = (await databases.Ask(HealthSql.Connections, static row => (Used: row.GetInt64(0), Most: row.GetInt64(1)), cancellation)).MaxBy(static server => (double)server.Used / server.Most);
        return CheckFinding.AtMost(used, options.Value.Health.DatabaseConnections * most, "{connection}", $"{used} connections of {most} are in use");
    }
}
