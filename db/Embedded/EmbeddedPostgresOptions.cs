namespace ActiveActive.Database.Embedded;

/// <summary>How an <see cref="EmbeddedPostgres"/> is started.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>
    /// The folder that holds everything of this server: cluster, password, log, lock. Created when missing; a folder with other things in it is refused.
    /// One owner at a time. When started by root, the folders above it must let the server's user pass.
    /// </summary>
    public required string DataFolder { get; init; }

    /// <summary>The folder with <c>postgres</c> and <c>initdb</c>. Default: found on PATH or in the usual places, newest version first.</summary>
    public string? BinariesFolder { get; init; }

    /// <summary>The TCP port on 127.0.0.1, 1 to 65535. Default: a free one, another one at each start.</summary>
    public int? Port { get; init; }

    /// <summary>The user the server runs as when we are root, which PostgreSQL itself refuses to run as. Default: <c>postgres</c> if it exists, else <c>nobody</c>.</summary>
    public string? RunAs { get; init; }

    /// <summary>How long to wait for the server to accept connections, the recovery after a crash and the end of a predecessor included. Default: 60 s.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a stop may take before the next harder way is used. Default: 20 s.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Server settings that replace or add to ours, as in <c>postgresql.conf</c>, values unquoted. Applied at each start. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
