using System.Data.Common;
using System.Globalization;
using ActiveActive.Client.Connection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ActiveActive.Silo.Storage;

/// <summary>The one connection pool of a silo: Orleans' membership, storage and reminders, durable state and sends share it.</summary>
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
    private const int CommandSeconds = 10;

    /// <summary>How often the pool is emptied, at most, while the server refuses writes: a primary that is set read-only does so for long.</summary>
    private static readonly TimeSpan DistrustPeriod = TimeSpan.FromSeconds(1);

    private readonly PrimaryDataSource _primary;
    private readonly TimeProvider _time;
    private long _distrusted;

    public RegionDatabase(IOptions<ActiveActiveOptions> options, ILogger<RegionDatabase> log, TimeProvider time)
    {
        var settings = options.Value;
        var connection = new NpgsqlConnectionStringBuilder(settings.Database) { Timezone = "UTC" };
        connection.ApplicationName ??= $"ActiveActive {settings.Region} {settings.SiloName}";
        Default(connection, "Timeout", builder => builder.Timeout = ConnectSeconds);
        Default(connection, "Command Timeout", builder => builder.CommandTimeout = CommandSeconds);

        // A statement that takes too long is not cancelled but cut off, and so in doubt: a cancelled commit that waits for a standby would be reported as done.
        Default(connection, "Cancellation Timeout", builder => builder.CancellationTimeout = -1);
        Default(connection, "Max Auto Prepare", builder => builder.MaxAutoPrepare = PreparedStatements);
        Default(connection, "Maximum Pool Size", builder => builder.MaxPoolSize = PoolSize(settings, builder.ConnectionString, log));

        // Without a logger: Npgsql writes every statement at information level. Its errors reach us as exceptions.
        _primary = new PrimaryDataSource(connection.ConnectionString);
        _time = time;
    }

    /// <summary>For now: another one when another server has become the primary, so ask for it each time.</summary>
    public NpgsqlDataSource Source => _primary.Current;

    /// <summary>The same for those who keep it.</summary>
    public DbDataSource Lasting => _primary;

    /// <summary>Opens a connection.</summary>
    public ValueTask<NpgsqlConnection> Open(CancellationToken cancellation) => _primary.Open(cancellation);

    /// <summary>The server refused a write because it is read-only. Connections that are free are closed, and those in use when they are given back; who the primary is, is asked again.</summary>
    public void IsReadOnly()
    {
        var (last, now) = (Volatile.Read(ref _distrusted), _time.GetTimestamp());
        if ((last == 0 || _time.GetElapsedTime(last, now) >= DistrustPeriod) && Interlocked.CompareExchange(ref _distrusted, now, last) == last)
        {
            _primary.Distrust();
        }
    }

    public void Dispose() => _primary.Dispose();

    public ValueTask DisposeAsync() => _primary.DisposeAsync();

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
