using System.Globalization;
using System.Text;

namespace ActiveActive.Database.Embedded;

/// <summary>The server's settings: for a small machine that must not lose a committed transaction.</summary>
internal static class ServerSettings
{
    private static readonly (string Name, string Value)[] s_ours =
    [
        ("listen_addresses", "127.0.0.1"),
        ("unix_socket_directories", ""),
        ("max_connections", "200"),
        ("shared_buffers", "64MB"),
        ("max_wal_size", "512MB"),
        ("max_slot_wal_keep_size", "1GB"), // a standby that never comes back must not fill the disk
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),
        ("wal_compression", "on"),
        ("jit", "off"),
        ("timezone", "UTC"),
        ("log_timezone", "UTC"),
        ("logging_collector", "off"),
        ("log_destination", "stderr"),
        ("log_line_prefix", "%m [%p] %d "),
        ("log_checkpoints", "off"),
        ("cluster_name", "activeactive-embedded"),
    ];

    public static async Task WriteAsync(DataFolder folder, int port, IReadOnlyDictionary<string, string> others, CancellationToken cancellationToken)
    {
        var text = new StringBuilder("# Written at each start; changes here are lost. Use EmbeddedPostgresOptions.Settings.\n");
        var ours = s_ours.Append(("port", port.ToString(CultureInfo.InvariantCulture)));
        foreach (var (name, value) in ours.Concat(others.Select(pair => (pair.Key, pair.Value)))) // the last of equal names wins
            text.Append(CultureInfo.InvariantCulture, $"{name} = '{value.Replace("'", "''", StringComparison.Ordinal)}'\n");

        await File.WriteAllTextAsync(folder.SettingsFile, text.ToString(), cancellationToken);
        UnixFile.SetMode(folder.SettingsFile, UnixFile.OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }
}
