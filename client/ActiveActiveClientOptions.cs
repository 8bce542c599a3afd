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
    /// Its user needs to read the tables <c>OrleansQuery</c> and <c>OrleansMembershipTable</c>, nothing else.
    /// </summary>
    public string? Database { get; set; }

    /// <summary>A data source for the same, owned by the caller. Not bound from configuration.</summary>
    public DbDataSource? DataSource { get; set; }

    /// <summary>How calls are tried.</summary>
    public CallOptions Calls { get; set; } = new();

    /// <summary>How often the list of silos is read anew. Default 5 seconds; from 500 milliseconds to 10 minutes. Shorter costs one small query each time.</summary>
    public TimeSpan GatewayRefresh { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long the start waits for the cluster before it fails. Default infinite (-1 millisecond): it goes on trying, and logs why it waits. Otherwise above
    /// zero. Calls made meanwhile wait for the connection until their own deadline.
    /// </summary>
    public TimeSpan ConnectTimeout { get; set; } = Timeout.InfiniteTimeSpan;
}
