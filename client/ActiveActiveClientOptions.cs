using System.Data.Common;

namespace ActiveActive.Client;

/// <summary>How a client finds and calls a region. Bound from the section <see cref="Section"/>.</summary>
public sealed class ActiveActiveClientOptions
{
    /// <summary>The configuration section that the overload for hosts binds.</summary>
    public const string Section = "ActiveActive:Client";

    /// <summary>The region's name, which is Orleans' ClusterId; must be that of the silos. Default <c>local</c>.</summary>
    public string Region { get; set; } = "local";

    /// <summary>Orleans' ServiceId; must be that of the silos. Default <c>activeactive</c>.</summary>
    public string ServiceId { get; set; } = "activeactive";

    /// <summary>
    /// Npgsql connection string of the region's database, where the client learns which silos take calls. Either this or <see cref="DataSource"/>.
    /// Its user needs to read the tables <c>OrleansQuery</c> and <c>OrleansMembershipTable</c>, nothing else. Of several hosts (<c>Host=db1:5432,db2:5432</c>) the primary is taken.
    /// </summary>
    public string? Database { get; set; }

    /// <summary>A data source for the same, owned by the caller. Not bound from configuration.</summary>
    public DbDataSource? DataSource { get; set; }

    /// <summary>Encryption of the connections to the silos. Default none.</summary>
    public TlsOptions Tls { get; set; } = new();

    /// <summary>How calls are tried.</summary>
    public CallOptions Calls { get; set; } = new();

    /// <summary>How often the list of silos is read anew. Default 5 seconds; from 500 milliseconds to 10 minutes. Shorter costs one small query each time.</summary>
    public TimeSpan GatewayRefresh { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long the start waits for the cluster before it fails. Default infinite (-1 millisecond): it goes on trying, and logs why it waits. Otherwise above
    /// zero. Calls made meanwhile wait for the connection until their own deadline.
    /// </summary>
    public TimeSpan ConnectTimeout { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>
    /// How often each gateway is asked for a sign of life, over a connection of its own. Default 250 milliseconds; from 20 milliseconds to 1 minute; -1 millisecond: no gateway is
    /// watched, and the client learns of dead and frozen silos by its calls only. Shorter finds a frozen gateway sooner; each costs two packets of some 50 bytes. A gateway that
    /// died is found by its closed connection, whatever the period.
    /// </summary>
    public TimeSpan GatewayPing { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// After how long a silence, at least three pings long, a gateway's connections are cut and its grains go through others, while others answer. One from which answers to calls still come is not silent. Default 1 second; from 100 milliseconds to
    /// 10 minutes. It stretches when all gateways are slow. Shorter frees its callers sooner. A gateway that was only slow costs a second sending of what was in flight on it, up to about a second more
    /// for the grains of its own silo (which keeps their answers for the lost connection that long), and an <see cref="OutcomeUnknownException"/> for each call of an ordinary method.
    /// </summary>
    public TimeSpan GatewaySilence { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How often grains are spread evenly over the gateways again, so that one that joined or came back gets its share. Default 1 second; from 50 milliseconds to 1 hour; -1 millisecond: never,
    /// grains then stay with the gateway that they were first called through. A round costs about a tenth of a millisecond when nothing is to be moved.
    /// </summary>
    public TimeSpan GatewayBalancing { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether a grain's calls go through the gateway of the silo that it lives on, as its answers tell, instead of through any gateway, which passes them on: most calls cross the network once less, and
    /// a call in flight is touched by the death of one silo only. Default true. It knows where the grains of some 30,000 buckets are; with far more grains than that in use by one client it has less effect.
    /// </summary>
    public bool DirectRouting { get; set; } = true;
}
