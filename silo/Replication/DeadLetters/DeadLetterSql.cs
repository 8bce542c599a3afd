namespace ActiveActive.Silo.Replication.DeadLetters;

/// <summary>The statements of <see cref="DeadLetterTables"/>.</summary>
internal static class DeadLetterSql
{
    public const string PutAside = """
        insert into activeactive.dead_letter (stream_name, number, place, grain_type, grain_key, name, cause, type_version, delta)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing
        """;

    public const string All = "select distinct stream_name, number, grain_type, grain_key, name from activeactive.dead_letter";

    public const string Count = "select stream_name, count(*) from activeactive.dead_letter group by stream_name";

    public const string AskAll = "update activeactive.dead_letter set asked = 'retry', asked_by = 'start' where asked is null";

    public const string Asked = "select distinct grain_type, grain_key, name from activeactive.dead_letter where asked is not null";

    public const string Of = """
        select id, stream_name, number, place, asked = 'drop', repaired from activeactive.dead_letter
        where grain_type = $1 and grain_key = $2 and name = $3 order by id limit $4
        """;

    /// <summary>Takes out what is merged, and keeps a record of those that were dropped.</summary>
    public const string TakeOut = """
        with gone as (delete from activeactive.dead_letter where id = any($1) returning *)
        insert into activeactive.dropped_letter (id, stream_name, number, place, grain_type, grain_key, name, cause, delta, put_aside_at, dropped_by, why)
        select id, stream_name, number, place, grain_type, grain_key, name, cause, delta, put_aside_at, asked_by, why from gone where id = any($2)
        """;

    public const string IsLeft = "select exists (select from activeactive.dead_letter where stream_name = $1 and number = $2)";

    public const string Fail = "update activeactive.dead_letter set cause = $2 where id = $1";

    public const string Answer = "update activeactive.dead_letter set asked = null where grain_type = $1 and grain_key = $2 and name = $3 and asked is not null";
}
