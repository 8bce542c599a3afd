namespace ActiveActive.Silo.Health;

/// <summary>The names of all checks: in the answer of <c>/health</c>, in the label of the metric, in <see cref="HealthOptions.Off"/> and <see cref="HealthOptions.Severity"/>.</summary>
internal static class CheckNames
{
    public const string Membership = "membership";
    public const string Memory = "memory";
    public const string ThreadPool = "thread-pool";
    public const string FlushQueueWrites = "flush-queue-writes";
    public const string FlushQueueBytes = "flush-queue-bytes";
    public const string Database = "database";
    public const string DatabaseConnections = "database-connections";
    public const string DatabaseSize = "database-size";
    public const string ReplicationLog = "replication-log";
    public const string Clock = "clock";
    public const string TlsSilos = "tls-silos";
    public const string TlsHttp = "tls-http";
    public const string TlsReplication = "tls-replication";
    public const string TlsDatabase = "tls-database";
    public const string Encryption = "encryption-at-rest";
    public const string Certificate = "certificate";
    public const string KeyAge = "key-age";
    public const string Backup = "backup";
    public const string Residency = "residency";

    public static IReadOnlyList<string> All { get; } =
    [
        Membership, Memory, ThreadPool, FlushQueueWrites, FlushQueueBytes, Database, DatabaseConnections, DatabaseSize, ReplicationLog, Clock,
        TlsSilos, TlsHttp, TlsReplication, TlsDatabase, Encryption, Certificate, KeyAge, Backup, Residency,
    ];
}
