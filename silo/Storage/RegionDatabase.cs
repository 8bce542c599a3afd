using System.Globalization;
using ActiveActive.Client.Connection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ActiveActive.Silo.Storage;

/// <summary>The connection pool of a silo to its region's database: Orleans' membership, storage and reminders, and, unless there are shards, state and sends share it.</summary>
/// <remarks>Of several hosts it leads to the one that is the primary: see <see cref="PrimaryDataSource"/>.</remarks>
internal sealed class RegionDatabase : IAsyncDisposable, IDisposable
{
    /// <summary>How many silos shall fit into the server's connections.</summary>
    private const int SilosPerServer = 10;
    private const int LeastConnections = 5;
    private const int MostConnections = 50;
    private const int FallbackConnections = 20;
    private const int PreparedStatements = 50;
    private const int ConnectSeconds = 5;

    /// <summary>What a silo uses at a thousand calls a second: two for commits, two for reads, and those of deliveries and Orleans' own.</summary>
    private const int KeptConnections = 6;
    private const int IdleSeconds = 20;
    private const int PruningSeconds = 5;
    private const int CommandSeconds = 10;

    public RegionDatabase(IOptions<ActiveActiveOptions> options, ILogger<RegionDatabase> log)
    {
        Primary = Open(options.Value.Database, options.Value, log);
    }

    public PrimaryDataSource Primary { get; }

    /// <summary>Npgsql's own form, for now: ask for it each time.</summary>
    public NpgsqlDataSource Source => Primary.Current;

    /// <summary>Opens a pool to one of the region's databases, with what all of them need.</summary>
    public static PrimaryDataSource Open(string connectionString, ActiveActiveOptions settings, ILogger log)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString) { Timezone = "UTC" };
        connection.ApplicationName ??= $"ActiveActive {settings.Region} {settings.SiloName}";
        Default(connection, "Timeout", builder => builder.Timeout = ConnectSeconds);
        Default(connection, "Command Timeout", builder => builder.CommandTimeout = CommandSeconds);

        // A statement that takes too long is not cancelled but cut off, and so in doubt: a cancelled commit that waits for a standby would be reported as done.
        Default(connection, "Cancellation Timeout", builder => builder.CancellationTimeout = -1);
        Default(connection, "Max Auto Prepare", builder => builder.MaxAutoPrepare = PreparedStatements);

        // Nothing here leaves anything in a session (AdvisoryLock gives its lock back itself), and seven statements at each use of a connection cost the database more than most of what they go before.
        Default(connection, "No Reset On Close", builder => builder.NoResetOnClose = true);
        Default(connection, "Maximum Pool Size", builder => builder.MaxPoolSize = PoolSize(settings, builder.ConnectionString, log));

        // What a start or a death has opened besides is closed soon: the end of a session costs the server some milliseconds, and those of a silo that dies all end at once.
        Default(connection, "Connection Idle Lifetime", builder => builder.ConnectionIdleLifetime = IdleSeconds);
        Default(connection, "Connection Pruning Interval", builder => builder.ConnectionPruningInterval = PruningSeconds);

        // But not those that are used all the time and happen to be idle when looked at: each is opened anew at once, by a server process that has yet to read the catalogue and plan every statement.
        Default(connection, "Minimum Pool Size", builder => builder.MinPoolSize = Math.Min(KeptConnections, builder.MaxPoolSize));

        // Without a logger: Npgsql writes every statement at information level. Its errors reach us as exceptions.
        return new PrimaryDataSource(connection.ConnectionString);
    }

    public void Dispose() => Primary.Dispose();

    public ValueTask DisposeAsync() => Primary.DisposeAsync();

    private static void Default(NpgsqlConnectionStringBuilder connection, string key, Action<NpgsqlConnectionStringBuilder> set)
    {
        // ContainsKey is true of every key that exists; this is whether the text names it.
        if (!connection.ShouldSerialize(key))
        {
            set(connection);
        }
    }

    private static int PoolSize(ActiveActiveOptions options, string connectionString, ILogger log)
    {
        if (options.MaxConnections != 0)
        {
            return options.MaxConnections;
        }

        try
        {
            using var primary = new PrimaryDataSource(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
            using var connection = primary.Current.OpenConnection();
            using var command = new NpgsqlCommand("show max_connections", connection);
            var most = int.Parse((string)command.ExecuteScalar()!, CultureInfo.InvariantCulture);
            var size = Math.Clamp(most / SilosPerServer, LeastConnections, MostConnections);
            if (size * 3 > most)
            {
                log.PoolIsLarge(most, size, most / size);
            }

            return size;
        }
        catch (Exception error) when (error is NpgsqlException or IOException or TimeoutException)
        {
            // The start proper will report it; the size does not matter then.
            return FallbackConnections;
        }
    }
}
