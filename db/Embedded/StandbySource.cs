using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ActiveActive.Database.Embedded;

/// <summary>The primary that a standby follows.</summary>
/// <param name="Port">Its port on 127.0.0.1.</param>
/// <param name="Password">Its superuser's, which becomes the standby's with all else.</param>
/// <param name="Name">The standby's name there: of its replication slot, and in <c>synchronous_standby_names</c>.</param>
internal sealed record StandbySource(int Port, string Password, string Name)
{
    /// <summary>How soon a standby asks again when its primary is away. PostgreSQL's own 5 s would be as long a wait for commits after a restart of the primary.</summary>
    private const string RetryInterval = "200ms";

    /// <summary>The same for the same folder.</summary>
    public static string NameFor(DataFolder folder) =>
        $"standby_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder.Root)))[..8]}";

    /// <summary>How to connect, as libpq reads it. The password stays in a file of its own.</summary>
    public string ConnectionInfo(DataFolder folder) => string.Create(
        CultureInfo.InvariantCulture,
        $"host=127.0.0.1 port={Port} user={ClusterInitializer.Superuser} application_name={Name} passfile='{Escaped(folder.PassFile)}' sslmode=disable gssencmode=disable");

    /// <summary>The server settings that make a standby follow. PostgreSQL heeds them only while the cluster is one.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings(DataFolder folder) =>
    [
        new("primary_conninfo", ConnectionInfo(folder)),
        new("primary_slot_name", Name),
        new("wal_retrieve_retry_interval", RetryInterval),
    ];

    private static string Escaped(string value) => value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal);
}
