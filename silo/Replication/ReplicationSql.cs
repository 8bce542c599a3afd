namespace ActiveActive.Silo.Replication;

/// <summary>The statements of the log.</summary>
internal static class ReplicationSql
{
    public const string Streams = "select id, region, incarnation, shard, class, head, hash, applied, mark from activeactive.stream order by id";

    /// <summary>Batches above a number, until they are many, or their bytes are.</summary>
    public const string Read = """
        select number, hash, entries, entry_hashes from (
            select number, hash, entries, entry_hashes, coalesce(sum(pg_column_size(entries)) over (order by number rows between unbounded preceding and 1 preceding), 0) as before
            from activeactive.log where stream = $1 and number > $2 order by number limit $3) as l
        where before < $4
        order by number
        """;

    public const string HashAt = "select hash from activeactive.log where stream = $1 and number = $2";

    public const string Kept = "select coalesce(max(number) - min(number) + 1, 0) from activeactive.log where stream = $1";

    public const string EnterStream = "insert into activeactive.stream (region, incarnation, shard, class) values ($1, $2, $3, $4) on conflict do nothing";

    /// <summary>Moves a stream's head, if it is where it was, and the data key that its entries are sealed by is not retired (0 for none).</summary>
    public const string MoveHead = $"update activeactive.stream set head = $3, hash = $4 where id = $1 and head = $2 and {UsableKey5}";

    /// <summary>Stores a batch, if <see cref="MoveHead"/> has moved the stream's head in the same transaction.</summary>
    public const string Store = """
        insert into activeactive.log (stream, number, hash, entries, entry_hashes)
        select $1, $2, $3, $4, $5 where exists (select from activeactive.stream where id = $1 and xmin = pg_current_xact_id_if_assigned()::xid)
        """;

    public const string NoteApplied = "update activeactive.stream set applied = $2, mark = coalesce($3, mark) where id = $1 and applied < $2";

    public const string Append = $"select activeactive.append_log($1, $2, $3) where {UsableKey4}";

    public const string Entry = "select entries[$3], entry_hashes[$3] from activeactive.log where stream = $1 and number = $2 and entries[$3] is not null";

    /// <summary>Whether a data key may be sealed with.</summary>
    public const string IsUsable = "select exists (select from activeactive.data_key where id = $1 and retired_at is null)";

    private const string UsableKey4 = "($4::bigint = 0 or exists (select from activeactive.data_key where id = $4 and retired_at is null))";

    private const string UsableKey5 = "($5::bigint = 0 or exists (select from activeactive.data_key where id = $5 and retired_at is null))";

    /// <summary>
    /// Deletes batches up to a number that are old enough, but none that is not noted as applied. A region does not say to have what it has put aside, so a stable batch has nothing put aside in it. The last one stays: a new region
    /// goes on from its hash.
    /// </summary>
    public const string Trim = """
        delete from activeactive.log
        where stream = $1
        and number < (select case when $4 then head else applied end from activeactive.stream where id = $1)
        and number <= $2
        and number < coalesce((select min(number) from activeactive.log where stream = $1 and logged_at > clock_timestamp() - $3), $2 + 1)
        """;
}
