using ActiveActive.Client;

namespace ActiveActive.TestKit;

/// <summary>What a <see cref="ProcessCluster"/> shall run.</summary>
public sealed record ProcessClusterOptions
{
    /// <summary>How many silos, from 1 to 20. Default 3: with fewer, one silo's word is enough to declare another dead.</summary>
    public int Silos { get; init; } = 3;

    /// <summary>
    /// The path of your silo host's program, a .NET dll or an executable; from a test that references the host's project, <c>typeof(OneOfItsTypes).Assembly.Location</c>. It
    /// calls <c>UseActiveActive</c> and <c>MapActiveActive</c>, and takes its settings from the environment. Default: the ready-made host, if it is found.
    /// </summary>
    public string? SiloHost { get; init; }

    /// <summary>A connection string, to use that database. Default: an embedded PostgreSQL of the cluster's own. PostgreSQL must be installed on the machine.</summary>
    public string? Database { get; init; }

    /// <summary>More environment for all silos, such as <c>ActiveActive__Calls__AttemptTimeout</c>. Default: none.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Settings of the embedded PostgreSQL beside its usual ones, such as <c>max_connections</c>. Default: none.</summary>
    public IReadOnlyDictionary<string, string> PostgresSettings { get; init; } = new Dictionary<string, string>();

    /// <summary>The folder for database and logs, which then stays. Default: a temporary one, deleted at the end.</summary>
    public string? DataFolder { get; init; }

    /// <summary>How long each silo may take to become ready. Default 90 seconds.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How long a silo may take to stop in order before it is killed. Default 35 seconds.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(35);

    /// <summary>
    /// Whether links can be cut. Default true: an agent is loaded into the silos by .NET's startup hook, and all bytes between silos and clients run through its gates. Off: nothing
    /// is loaded, for measurements of time; <see cref="ProcessCluster.CutAsync"/> then throws.
    /// </summary>
    public bool CanCut { get; init; } = true;

    /// <summary>Changes the options of the client behind <see cref="ProcessCluster.Grains"/>. Default: as they are.</summary>
    public Action<ActiveActiveClientOptions>? ConfigureClient { get; init; }
}
