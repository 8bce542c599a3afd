using Npgsql;

namespace ActiveActive.Cli.Status;

/// <summary>Reads who is, or was last, a member of a region.</summary>
internal static class MembershipReader
{
    private const string Sql =
        """
        select distinct on (SiloName) SiloName, Address, Port, Generation, coalesce(ProxyPort, 0), Status, StartTime, IAmAliveTime
        from OrleansMembershipTable
        where DeploymentId = $1
        order by SiloName, Status = 3 desc, StartTime desc
        """;

    // By Orleans' SiloStatus.
    private static readonly string[] Words = ["none", "created", "joining", "active", "shutting-down", "stopping", "dead"];

    public static async Task<IReadOnlyList<Member>> Read(NpgsqlDataSource database, string region, CancellationToken cancellation)
    {
        List<Member> members = [];
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = region });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            members.Add(new Member(
                rows.GetString(0),
                rows.GetString(1),
                rows.GetInt32(2),
                rows.GetInt32(3),
                rows.GetInt32(4),
                Words.ElementAtOrDefault(rows.GetInt32(5)) ?? "unknown",
                rows.GetDateTime(6),
                rows.GetDateTime(7)));
        }

        return members;
    }
}
