namespace ActiveActive.Silo.Replication.Conflicts;

/// <summary>The statements of <see cref="ConflictBook"/>.</summary>
internal static class ConflictSql
{
    public const string Keep = """
        insert into activeactive.conflict (
            grain_type, grain_key, name, said, path, kind,
            shown, shown_is_cut, shown_region, shown_at, shown_stamp,
            hidden, hidden_is_cut, hidden_region, hidden_at, hidden_stamp)
        select $1, $2, $3, c.* from unnest($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) as c
        on conflict (said) do nothing
        returning id
        """;

    public const string Forget = "delete from activeactive.conflict where id = any($1)";

    /// <summary>Deletes all of a type but the latest.</summary>
    public const string Prune = """
        delete from activeactive.conflict
        where grain_type = $1 and id <= (select id from activeactive.conflict where grain_type = $1 order by id desc offset $2 limit 1)
        """;

    public const string Restored = "update activeactive.conflict set restored_at = clock_timestamp() where id = $1";
}
