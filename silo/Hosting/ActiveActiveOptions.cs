using ActiveActive.Client;

namespace ActiveActive.Silo;

/// <summary>What a silo needs to know. Bound from the configuration section <c>ActiveActive</c>; all errors are reported at once, at start.</summary>
public sealed class ActiveActiveOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "ActiveActive";

    /// <summary>The region's name, which is Orleans' ClusterId: silos with the same region and database form one cluster. Default <c>local</c>; letters, digits, <c>-</c>, at most 40.</summary>
    public string Region { get; set; } = "local";

    /// <summary>Orleans' ServiceId, the same in all regions of a system; part of the keys of Orleans' own storage and reminders. Default <c>activeactive</c>.</summary>
    public string ServiceId { get; set; } = "activeactive";

    /// <summary>The connection string of the region's PostgreSQL, in Npgsql's form. Required. May name a <c>Maximum Pool Size</c>; else <see cref="MaxConnections"/> decides.</summary>
    public string Database { get; set; } = "";

    /// <summary>
    /// The largest number of database connections of this silo. Default 0: a tenth of the server's <c>max_connections</c>, from 5 to 50, so that ten silos fit.
    /// All of Orleans' tables, durable state and sends share them.
    /// </summary>
    public int MaxConnections { get; set; }

    /// <summary>Whether the silo brings the database up to date when it starts. Default false: it then refuses to start on a database that is not. Ten silos may do it at once.</summary>
    public bool MigrateAtStart { get; set; }

    /// <summary>The silo's name in logs and in the membership table. Default: one that Orleans makes up anew at each start.</summary>
    public string? SiloName { get; set; }

    /// <summary>The address that other silos and clients use for this one: an IP address, or a name that resolves to one. Default 127.0.0.1, which serves one machine only.</summary>
    public string AdvertisedAddress { get; set; } = "127.0.0.1";

    /// <summary>The port for other silos. Default 0: a free one.</summary>
    public int SiloPort { get; set; }

    /// <summary>The port for clients. Default 0: a free one.</summary>
    public int GatewayPort { get; set; }

    /// <summary>
    /// How long the silo keeps serving after it has said that it is not ready, so that load balancers notice. Default 0, at most 1 minute; set it to the
    /// balancer's probe period times its failure count.
    /// </summary>
    public TimeSpan DrainDelay { get; set; }

    /// <summary>How long a stop may take before what is left is cut off. Default 30 seconds, from 1 second to 10 minutes.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether the silo stops by itself, cleanly, when its standard input ends: for a parent process whose death must not leave it behind. Default false.</summary>
    public bool StopWithParent { get; set; }

    /// <summary>Whether sends that are due are delivered by this silo. Default true.</summary>
    public bool DeliverSends { get; set; } = true;

    /// <summary>How state is kept.</summary>
    public StorageOptions Storage { get; set; } = new();

    /// <summary>Whether what is stored is encrypted, and by which keys.</summary>
    public EncryptionOptions Encryption { get; set; } = new();

    /// <summary>Encryption of the connections between the silos of this region, and of its clients. Default none. Links to other regions have their own (<see cref="ReplicationOptions.Certificate"/>); both may use the same files.</summary>
    public TlsOptions Tls { get; set; } = new();

    /// <summary>The other regions.</summary>
    public ReplicationOptions Replication { get; set; } = new();

    /// <summary>What is measured and traced.</summary>
    public TelemetryOptions Telemetry { get; set; } = new();

    /// <summary>How live grains are moved away from a silo that stops, and to one that joins.</summary>
    public MoveOptions Moves { get; set; } = new();

    /// <summary>From when on the named checks fail.</summary>
    public HealthOptions Health { get; set; } = new();

    /// <summary>How many silos the load is said to want.</summary>
    public ScalingOptions Scaling { get; set; } = new();

    /// <summary>What the silo shows of the system at <c>/console</c>.</summary>
    public ConsoleOptions Console { get; set; } = new();

    /// <summary>Deadlines and retries of the calls that this silo makes for its HTTP callers.</summary>
    public CallOptions Calls { get; set; } = new();
}
