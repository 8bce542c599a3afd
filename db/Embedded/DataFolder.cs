using System.Globalization;

namespace ActiveActive.Database.Embedded;

/// <summary>Where things are in the folder of one embedded server.</summary>
internal sealed record DataFolder(string Root)
{
    public const string StandbySignalName = "standby.signal";

    private const string UnfinishedPrefix = "cluster.unfinished-";

    /// <summary>Marks the folder as ours, and is held open by its owner.</summary>
    public string LockFile => Path.Combine(Root, "owner.lock");

    /// <summary>The cluster, PostgreSQL's own data directory. Belongs to the server's user.</summary>
    public string Cluster => Path.Combine(Root, "cluster");

    /// <summary>A cluster that our initdb or pg_basebackup has not finished yet.</summary>
    public string UnfinishedCluster => Path.Combine(Root, UnfinishedPrefix + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));

    /// <summary>The password, readable by its owner only.</summary>
    public string PasswordFile => Path.Combine(Root, "password");

    /// <summary>The password in libpq's form, by which a standby connects to its primary. Belongs to the server's user and is readable by it only.</summary>
    public string PassFile => Path.Combine(Root, "replication.pass");

    /// <summary>A copy of the password for initdb, gone after it.</summary>
    public string InitPasswordFile => Path.Combine(Root, "password.initdb");

    /// <summary>Our settings, written at each start and included by the cluster's <c>postgresql.conf</c>.</summary>
    public string SettingsFile => Path.Combine(Root, "server.conf");

    public string LogFile => Path.Combine(Root, "server.log");

    /// <summary>Written by the server: its process id and state.</summary>
    public string PidFile => Path.Combine(Cluster, "postmaster.pid");

    /// <summary>There while the cluster is a standby; a promotion removes it.</summary>
    public string StandbySignal => Path.Combine(Cluster, StandbySignalName);

    /// <summary>Clusters whose making was interrupted, ours or that of an owner before us.</summary>
    public IEnumerable<string> UnfinishedClusters() => Directory.GetDirectories(Root, UnfinishedPrefix + "*");

    /// <summary>The major version that made the cluster; null when there is none yet.</summary>
    public int? ClusterMajorVersion()
    {
        var file = Path.Combine(Cluster, "PG_VERSION");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file).Trim(), out var version) ? version : null;
    }
}
