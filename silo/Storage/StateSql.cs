namespace ActiveActive.Silo.Storage;

/// <summary>The statements of <see cref="PostgresStateStore"/>.</summary>
internal static class StateSql
{
    public const string Load = """
        select version, type_version, payload from activeactive.state where grain_type = $1 and grain_key = $2 and name = $3
        """;

    public const string FindEffects = """
        select coalesce((select version from activeactive.state where grain_type = $1 and grain_key = $2 and name = $3), 0), e.id, e.reply
        from (select) as one left join activeactive.effect e on e.id = any($4)
        """;
}
