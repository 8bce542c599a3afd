using Npgsql;
using NpgsqlTypes;

namespace ActiveActive.TestKit.Regions;

/// <summary>
/// Declares silos dead whose processes are known to be gone, so that a start after a kill -9 of everything need not find that out by probing. Only silos on
/// this machine's loopback address are touched, and if ports are given only those with them; others may be somebody else's.
/// </summary>
internal static class MembershipCleaner
{
    private const string Sql =
        """
        with gone as (
            update OrleansMembershipTable set Status = 6 -- Dead
            where DeploymentId = $1 and Status <> 6 and Address = any ($3) and ($2::integer[] is null or Port = any ($2))
            returning 1),
        counted as (select count(*)::integer as silos from gone),
        advanced as (
            update OrleansMembershipVersionTable set Version = Version + 1, Timestamp = now()
            where DeploymentId = $1 and (select silos from counted) > 0)
        select silos from counted
        """;

    /// <summary>Answers how many were declared dead.</summary>
    public static async Task<int> Clear(NpgsqlDataSource database, string region, string[] addresses, int[]? siloPorts, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = region });
        command.Parameters.Add(new NpgsqlParameter { Value = siloPorts ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = addresses });
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
