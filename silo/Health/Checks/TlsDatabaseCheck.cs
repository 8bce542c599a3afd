using System.Net;
using Npgsql;

namespace ActiveActive.Silo.Health.Checks;

/// <summary>Whether the connections to the region's databases are encrypted, by what the server says of one.</summary>
internal sealed class TlsDatabaseCheck(RegionDatabases databases) : INamedCheck
{
    public string Name => CheckNames.TlsDatabase;

    public HealthSeverity Severity => HealthSeverity.Warning;

    public bool IsSlow => true;

    public bool IsUsed => true;

    public string Advice => "Turn ssl on at the server, and put SSL Mode=VerifyFull with Root Certificate=... into the connection string; or turn this check off by Health:Off where the network encrypts";

    public async Task<CheckFinding> Look(CancellationToken cancellation)
    {
        var open = 0;
        foreach (var source in databases.All.Where(static source => !StaysHere(source.ConnectionString)))
        {
            open += (bool)(await Storage.Statements.Scalar(source, HealthSql.IsEncrypted, cancellation))! ? 0 : 1;
        }

        return open == 0
            ? CheckFinding.Well("Connections to the database are encrypted, or stay on this machine")
            : CheckFinding.Failing($"Connections to {open} of the region's databases are not encrypted");
    }

    /// <summary>Whether all hosts of a connection string are this machine.</summary>
    public static bool StaysHere(string connectionString) => (new NpgsqlConnectionStringBuilder(connectionString).Host ?? "")
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .All(static host => host.StartsWith('/') || host == "localhost" || (Address(host) is { } address && IPAddress.IsLoopback(address)));

    private static IPAddress? Address(string host) => IPEndPoint.TryParse(host, out var endpoint) ? endpoint.Address : null;
}
