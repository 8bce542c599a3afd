using System.Data;
using System.Globalization;
using Npgsql;

namespace ActiveActive.Database.Migration;

/// <summary>The advisory lock of <see cref="DatabaseMigrator.LockKey"/>, held by one session until disposed or until that session ends.</summary>
internal sealed class MigrationLock : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private MigrationLock(NpgsqlConnection connection) => _connection = connection;

    /// <exception cref="DatabaseSetupException">Another session kept it for longer than <paramref name="timeout"/>.</exception>
    public static async Task<MigrationLock> TakeAsync(NpgsqlConnection connection, TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            await SetTimeoutAsync(connection, (long)timeout.TotalMilliseconds, cancellationToken);
            await using var command = new NpgsqlCommand(MigrationSql.TakeLock, connection) { CommandTimeout = 0 };
            command.Parameters.Add(new() { Value = DatabaseMigrator.LockKey });
            await command.ExecuteNonQueryAsync(cancellationToken);
            await SetTimeoutAsync(connection, 0, CancellationToken.None);
            return new MigrationLock(connection);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new DatabaseSetupException(
                DatabaseSetupProblem.LockedByOther,
                $"Another process has been migrating this database for more than {timeout.TotalSeconds:0.#} s. Wait for it and start again; if none should be "
                + "running, find the session with: SELECT pid, application_name, client_addr, query FROM pg_stat_activity JOIN pg_locks USING (pid) "
                + "WHERE locktype = 'advisory' and end it with pg_terminate_backend(pid).",
                exception);
        }
        catch (OperationCanceledException)
        {
            await ReleaseAsync(connection); // the server may have granted it in the moment of the cancellation
            throw;
        }
    }

    public ValueTask DisposeAsync() => ReleaseAsync(_connection);

    /// <summary>Asked for, since a pooled connection keeps its session, and with it the lock, until somebody uses it again.</summary>
    private static async ValueTask ReleaseAsync(NpgsqlConnection connection)
    {
        // A broken connection has released it already.
        if (connection.State != ConnectionState.Open) return;

        await using var command = new NpgsqlCommand(MigrationSql.ReleaseLock, connection);
        command.Parameters.Add(new() { Value = DatabaseMigrator.LockKey });
        await command.ExecuteNonQueryAsync();
    }

    private static async Task SetTimeoutAsync(NpgsqlConnection connection, long milliseconds, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(string.Create(CultureInfo.InvariantCulture, $"SET lock_timeout = {milliseconds}"), connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
