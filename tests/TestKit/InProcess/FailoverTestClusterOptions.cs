using ActiveActive.Client;

namespace ActiveActive.TestKit;

/// <summary>What a <see cref="FailoverTestCluster"/> shall run.</summary>
public sealed record FailoverTestClusterOptions
{
    /// <summary>How many silos, from 1 to 20. Default 3.</summary>
    public int Silos { get; init; } = 3;

    /// <summary>The connection string of a migrated database. Default: a new one in an embedded PostgreSQL that all clusters of the test process share.</summary>
    public string? Database { get; init; }

    /// <summary>
    /// How long a silo must be silent before the others declare it dead, from 0.3 seconds to 1 minute. Default 1.5 seconds. Shorter makes tests of frozen silos faster; on a
    /// machine that is busy with other things a silo that lives may then be declared dead.
    /// </summary>
    public TimeSpan DeadAfter { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>Adds to each silo, such as services of your grains. Called with the silo's number. Default: nothing.</summary>
    public Action<int, ISiloBuilder>? ConfigureSilo { get; init; }

    /// <summary>Changes the options of the client behind <see cref="FailoverTestCluster.Grains"/>. Default: as they are.</summary>
    public Action<ActiveActiveClientOptions>? ConfigureClient { get; init; }
}
