namespace ActiveActive.Silo.Storage;

/// <summary>The statements of <see cref="PostgresStateStore"/>.</summary>
internal static class StateSql
{
    /// <summary>Several rows, each by its primary key, however many there are.</summary>
    public const string LoadAll = """
        select wanted.grain_type, wanted.grain_key, wanted.name, row.version, row.type_version, row.payload
        from unnest($1::text[], $2::text[], $3::text[]) as wanted (grain_type, grain_key, name)
        cross join lateral (
            select s.version, s.type_version, s.payload from activeactive.state s
            where s.grain_type = wanted.grain_type and s.grain_key = wanted.grain_key and s.name = wanted.name
            offset 0) as row
        """;

    public const string Load = """
        select version, type_version, payload from activeactive.state where grain_type = $1 and grain_key = $2 and name = $3
        """;

    public const string FindEffects = """
        select coalesce((select version from activeactive.state where grain_type = $1 and grain_key = $2 and name = $3), 0), e.id, e.reply
        from (select) as one left join activeactive.effect e on e.id = any($4)
        """;
}
