using Npgsql;

namespace ActiveActive.Silo.Storage;

/// <summary>Sorts the database's errors by what they prove.</summary>
internal static class StorageErrors
{
    /// <summary>Runs a statement that may be repeated freely; all that keeps the database from answering becomes <see cref="StorageUnavailableException"/>.</summary>
    public static async Task<TResult> Guard<TResult>(Func<Task<TResult>> action)
    {
        try
        {
            return await action();
        }
        catch (PostgresException error)
        {
            throw NothingWritten(error);
        }
        catch (Exception error) when (error is NpgsqlException or IOException or ObjectDisposedException or TimeoutException)
        {
            throw new StorageUnavailableException($"The database could not be asked: {error.Message} Nothing was written; try again.", error);
        }
    }

    /// <summary>An error report of the server about a statement in autocommit: the statement was rolled back.</summary>
    public static Exception NothingWritten(PostgresException error) => IsPassing(error)
        ? new StorageUnavailableException($"The database refused the statement for now ({error.SqlState}: {error.MessageText}). Nothing was written; try again.", error)
        : error;

    /// <summary>Deadlock or serialization failure.</summary>
    public static bool IsConflict(PostgresException error) =>
        error.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;

    /// <summary>
    /// The session or the server ends, or a pooler in between has lost its server: the message may have overtaken the answer of a statement that was committed, or a commit
    /// record that will survive the crash.
    /// </summary>
    public static bool LeavesDoubt(PostgresException error) =>
        error.InvariantSeverity is "FATAL" or "PANIC"
        || error.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.StatementCompletionUnknown
        || error.SqlState.StartsWith("08", StringComparison.Ordinal);

    /// <summary>The server could not do it for now; nothing is wrong with the statement.</summary>
    public static bool IsPassing(PostgresException error) =>
        error.IsTransient || IsConflict(error) || LeavesDoubt(error)
        || error.SqlState is PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.LockNotAvailable
        || error.SqlState.StartsWith("53", StringComparison.Ordinal) // insufficient resources: disk, memory, connections
        || error.SqlState.StartsWith("58", StringComparison.Ordinal); // the server's operating system failed it
}
