namespace ActiveActive.Silo.Replication.Repair;

/// <summary>The statements of bootstrap.</summary>
internal static class BootstrapSql
{
    /// <summary>Notes that a snapshot is wanted, unless that is noted; until the region has caught up it does not write replicated state.</summary>
    public const string Want = """
        with wanted as (insert into activeactive.bootstrap (reason) select $1 where not exists (select from activeactive.bootstrap where joined_at is null))
        update activeactive.incarnation set rejoined = false where number = $2
        """;

    public const string Pending = "select id, reason from activeactive.bootstrap where joined_at is null order by id limit 1";

    public const string Joined = "update activeactive.bootstrap set peer = $2, reach = $3, no_retries_before = $4, joined_at = clock_timestamp() where id = $1";

    public const string Reach = "select reach from activeactive.bootstrap where joined_at is not null order by id desc limit 1";

    /// <summary>Puts a stream where a snapshot leads on from, if it is not there yet. A log that does not reach that far has a gap then, and goes.</summary>
    public const string Jump = """
        with cut as (delete from activeactive.log where stream = $1 and (select head from activeactive.stream where id = $1) < $2)
        update activeactive.stream set
            head = greatest(head, $2),
            hash = case when head < $2 then $3 else hash end,
            applied = greatest(applied, $2),
            mark = case when applied < $2 then coalesce($4, mark) else mark end
        where id = $1
        """;

    /// <summary>What was put aside is in the snapshot.</summary>
    public const string DropAside = "delete from activeactive.dead_letter where stream_name = $1 and number <= $2";
}
