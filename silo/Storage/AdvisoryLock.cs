using System.Data;
using Npgsql;

namespace ActiveActive.Silo.Storage;

/// <summary>Lets one silo at a time do a work, by a lock of a database session. The numbers are any that nothing else in the database uses.</summary>
internal static class AdvisoryLock
{
    public const long EffectPartitions = 4702111234474983746;
    public const long Reencryption = 4702111234474983747;
    public const long Replication = 4702111234474983748;
    public const long ResidencyAudit = 4702111234474983749;

    /// <summary>Does a work on the connection that holds the lock; false, and nothing is done, when another session holds it.</summary>
    public static async Task<bool> Try(NpgsqlDataSource source, long key, Func<NpgsqlConnection, CancellationToken, Task> work, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        if (!(bool)(await Scalar(source, connection, "select pg_try_advisory_lock($1)", key, cancellation))!)
        {
            return false;
        }

        try
        {
            await work(connection, cancellation);
        }
        finally
        {
            // A broken connection has lost its lock already.
            if (connection.State == ConnectionState.Open)
            {
                await Scalar(source, connection, "select pg_advisory_unlock($1)", key, CancellationToken.None);
            }
        }

        return true;
    }

    private static async Task<object?> Scalar(NpgsqlDataSource source, NpgsqlConnection connection, string sql, long key, CancellationToken cancellation)
    {
        try
        {
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.Add(new() { Value = key });
            return await command.ExecuteScalarAsync(cancellation);
        }
        catch
        {
            // Its session may hold the lock, and nothing resets it: none of the pool's connections is used again.
            source.Clear();
            throw;
        }
    }
}
