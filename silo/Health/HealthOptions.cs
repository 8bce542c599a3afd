namespace ActiveActive.Silo;

/// <summary>The named checks of a silo and its region: from when on each fails, how bad that is, and how often they look. They never decide whether the silo is live or ready. docs/health.md lists them.</summary>
public sealed class HealthOptions
{
    /// <summary>The names of checks that are turned off, such as <c>backup</c> where somebody else looks after backups. Default none; a name that no check has stops the start.</summary>
    public IList<string> Off { get; } = [];

    /// <summary>Other severities than the usual ones, by the names of the checks.</summary>
    public IDictionary<string, HealthSeverity> Severity { get; } = new Dictionary<string, HealthSeverity>(StringComparer.Ordinal);

    /// <summary>How often what changes quickly is looked at. Default 5 seconds, from 1 second to 10 minutes. Costs three small statements each time.</summary>
    public TimeSpan Period { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often what changes slowly is looked at, such as sizes and dates. Default 1 minute, from 1 second to 1 day. The size of a database takes its server longer the more tables and files there are.</summary>
    public TimeSpan SlowPeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a look may take; what it looks at is unknown then. Default 5 seconds, from 100 milliseconds to 1 minute.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How much of the memory that the garbage collector may use the process may hold, as a fraction: check <c>memory</c>. Default 0.9, above 0 to 1. The limit is that of the container, or the machine's memory, or <c>DOTNET_GCHeapHardLimit</c>.</summary>
    public double Memory { get; set; } = 0.9;

    /// <summary>How long a work item may wait for a thread: check <c>thread-pool</c>. Default 500 milliseconds, from 1 millisecond to 1 minute.</summary>
    public TimeSpan ThreadPoolWait { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How full the queue of writes may be, as a fraction of <see cref="StorageOptions.MaxQueuedWrites"/> and <see cref="StorageOptions.MaxQueuedBytes"/>: checks <c>flush-queue-writes</c> and <c>flush-queue-bytes</c>. Default 0.8, above 0 to 1.</summary>
    public double FlushQueue { get; set; } = 0.8;

    /// <summary>How many of the database server's connections may be in use, as a fraction: check <c>database-connections</c>. Default 0.9, above 0 to 1.</summary>
    public double DatabaseConnections { get; set; } = 0.9;

    /// <summary>
    /// How many bytes each of the region's databases may take: check <c>database-size</c>. Default 0: it is told and not judged. PostgreSQL does not tell how much room its disk has left, so say here how much it has for the database.
    /// </summary>
    public long DatabaseSizeLimit { get; set; }

    /// <summary>From which fraction of <see cref="DatabaseSizeLimit"/> on the check fails. Default 0.8, above 0 to 1.</summary>
    public double DatabaseSize { get; set; } = 0.8;

    /// <summary>How many bytes the log for other regions may take, with its indexes: check <c>replication-log</c>. Default 10 GiB, at least 1 MiB. It is kept for <see cref="ReplicationOptions.KeepLogFor"/>, and as long as any region lacks it.</summary>
    public long LogSizeLimit { get; set; } = 10L << 30;

    /// <summary>How far this machine's clock may be from the database's: check <c>clock</c>. Default 1 second, from 1 millisecond to 1 hour. From <see cref="ReplicationOptions.MaxClockDrift"/> on, other regions put aside what is written here.</summary>
    public TimeSpan ClockOffset { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long before its end a certificate should have been replaced: check <c>certificate</c>. Default 14 days, from 1 minute to 1,000 days.</summary>
    public TimeSpan CertificateLeft { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long a key of the ring may be the one that wraps new data keys: check <c>key-age</c>. Default 365 days, from 1 minute to 10,000 days.</summary>
    public TimeSpan KeyAge { get; set; } = TimeSpan.FromDays(365);

    /// <summary>How old the last backup that was noted may be: check <c>backup</c>. Default 26 hours, from 1 minute to 1,000 days.</summary>
    public TimeSpan BackupAge { get; set; } = TimeSpan.FromHours(26);

    /// <summary>
    /// How often one silo of the region reads all keys, to see that nothing is here that may not be: check <c>residency</c>. Default 1 day, from 1 minute to 1,000 days; only where there are other regions. It reads every table once, so give it a longer
    /// time when that takes hours.
    /// </summary>
    public TimeSpan ResidencyAuditPeriod { get; set; } = TimeSpan.FromDays(1);
}
