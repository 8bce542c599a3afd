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

    /// <summary>The versions of rows, by their place among those asked for, from 1; then the effects. One statement, so that both are of one moment.</summary>
    public const string FindEffects = """
        select wanted.place, row.version, null::uuid, null::bytea
        from unnest($1::text[], $2::text[], $3::text[]) with ordinality as wanted (grain_type, grain_key, name, place)
        cross join lateral (
            select s.version from activeactive.state s
            where s.grain_type = wanted.grain_type and s.grain_key = wanted.grain_key and s.name = wanted.name
            offset 0) as row
        union all
        select 0, null, e.id, e.reply from activeactive.effect e where e.id = any($4)
        """;
}
