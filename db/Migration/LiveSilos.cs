using Npgsql;

namespace ActiveActive.Database.Migration;

/// <summary>Finds silos that use a database now, by its membership table.</summary>
internal static class LiveSilos
{
    /// <summary>A silo that has shown itself within this time is taken for alive.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromMinutes(1);

    /// <summary>The live silos, for people; null when there is none, or no membership table.</summary>
    public static async Task<string?> Find(NpgsqlConnection connection, CancellationToken cancellation)
    {
        // Orleans' own scripts have times without a zone, in UTC.
        await using var zone = new NpgsqlCommand("set timezone = 'UTC'", connection);
        await zone.ExecuteNonQueryAsync(cancellation);
        await using var exists = new NpgsqlCommand("select to_regclass('OrleansMembershipTable') is not null", connection);
        if (!(bool)(await exists.ExecuteScalarAsync(cancellation))!)
        {
            return null;
        }

        // Orleans' status 6 is dead.
        await using var alive = new NpgsqlCommand(
            """
            select string_agg(DeploymentId || ' ' || Address || ':' || Port, ', ')
            from OrleansMembershipTable
            where Status <> 6 and IAmAliveTime::timestamptz > clock_timestamp() - $1
            """,
            connection);
        alive.Parameters.Add(new() { Value = Within });
        return await alive.ExecuteScalarAsync(cancellation) as string;
    }
}
