using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace ActiveActive.Database.Embedded;

/// <summary>What is asked of primary and standby so that one follows the other, or takes its place.</summary>
internal static class Replication
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Makes the slot that keeps the primary's log for the standby, if there is none.</summary>
    public static async Task EnsureSlotAsync(string primary, string name, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(primary, cancellationToken);
        await ExecuteAsync(
            connection,
            $"SELECT pg_create_physical_replication_slot('{name}', true) WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = '{name}')",
            cancellationToken);
    }

    /// <summary>Waits until the standby follows, and lets the primary wait for it if it shall. The copy is made before, so that it does not inherit that.</summary>
    /// <exception cref="EmbeddedPostgresException">It does not follow in time.</exception>
    public static async Task AttachAsync(string primary, string name, StandbyMode mode, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(primary, cancellationToken);
        await WaitAsync(connection, name, "state = 'streaming'", timeout, cancellationToken);
        if (mode == StandbyMode.Synchronous)
        {
            await ExecuteAsync(connection, $"ALTER SYSTEM SET synchronous_standby_names = '{name}'", cancellationToken);
            await ExecuteAsync(connection, "SELECT pg_reload_conf()", cancellationToken);
            await WaitAsync(connection, name, "sync_state = 'sync'", timeout, cancellationToken);
        }
    }

    /// <summary>Waits until the standby has caught up and follows.</summary>
    /// <exception cref="EmbeddedPostgresException">It does not follow in time.</exception>
    public static async Task FollowsAsync(string primary, string name, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(primary, cancellationToken);
        await WaitAsync(connection, name, "state = 'streaming'", timeout, cancellationToken);
    }

    /// <summary>Makes a standby the primary, which waits for nobody: a standby of its own it does not have yet, and commits would hang.</summary>
    /// <exception cref="EmbeddedPostgresException">It does not become one in time.</exception>
    public static async Task PromoteAsync(string standby, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(standby, cancellationToken);
        await ExecuteAsync(connection, "ALTER SYSTEM RESET synchronous_standby_names", cancellationToken);
        await ExecuteAsync(connection, "SELECT pg_reload_conf()", cancellationToken);
        var seconds = (int)timeout.TotalSeconds;
        await using var promote = new NpgsqlCommand(string.Create(CultureInfo.InvariantCulture, $"SELECT pg_promote(true, {seconds})"), connection) { CommandTimeout = 0 };
        if (!(bool)(await promote.ExecuteScalarAsync(cancellationToken))!)
            throw new EmbeddedPostgresException($"The standby on port {connection.Port} did not become a primary within {seconds} s. See its server.log.");
    }

    private static async Task WaitAsync(NpgsqlConnection primary, string name, string condition, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT EXISTS (SELECT FROM pg_stat_replication WHERE application_name = '{name}' AND {condition})", primary);
        for (var clock = Stopwatch.StartNew(); !(bool)(await command.ExecuteScalarAsync(cancellationToken))!; await Task.Delay(s_pollInterval, cancellationToken))
        {
            if (clock.Elapsed > timeout)
                throw new EmbeddedPostgresException($"The standby '{name}' does not follow the primary on port {primary.Port} ({condition}) within {timeout.TotalSeconds:0} s. See its server.log.");
        }
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
