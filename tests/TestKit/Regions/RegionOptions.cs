using ActiveActive.Database.Embedded;
using ActiveActive.TestKit.Faults;

namespace ActiveActive.TestKit.Regions;

/// <summary>What a <see cref="RegionRunner"/> shall run.</summary>
internal sealed record RegionOptions
{
    /// <summary>How many silos, from 1 to <see cref="MaxSilos"/>.</summary>
    public int Silos { get; init; } = 3;

    public const int MaxSilos = 20;

    /// <summary>The folder that holds database, logs and settings. One owner at a time.</summary>
    public string DataFolder { get; init; } = RegionFolder.Default;

    public string Region { get; init; } = "local";

    /// <summary>The HTTP port of the first silo, the others follow. Null: those used last, or from 8081, or free ones. When given, each of them must be free.</summary>
    public int? HttpPort { get; init; }

    /// <summary>How far the ports that are taken when nothing else is known are from the usual ones; for regions beside each other.</summary>
    public int PortOffset { get; init; }

    /// <summary>A connection string, to use that database instead of an embedded one.</summary>
    public string? Database { get; init; }

    /// <summary>The silo host's program. Null: looked for.</summary>
    public string? SiloHost { get; init; }

    /// <summary>How long each silo may take to become ready.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How long a silo may take to stop by itself before it is killed.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(35);

    /// <summary>More environment for all silos, such as <c>ActiveActive__Calls__AttemptTimeout</c>.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>More environment for single silos, when they are started.</summary>
    public Func<RunningSilo, IReadOnlyDictionary<string, string>>? SiloEnvironment { get; init; }

    /// <summary>A network in which each silo has an address of its own; null for the machine's loopback. Stays its maker's to dispose, after the region.</summary>
    public SiloNetwork? Network { get; init; }

    /// <summary>How far the silos' numbers in <see cref="Network"/> are from their own, where several regions share it.</summary>
    public int NetworkOffset { get; init; }

    /// <summary>Settings of the embedded PostgreSQL that replace or add to the usual ones.</summary>
    public IReadOnlyDictionary<string, string> PostgresSettings { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the embedded PostgreSQL has a standby, and which; null for none. Silos and clients then get a connection string with both hosts.</summary>
    public StandbyMode? Standby { get; init; }
}
