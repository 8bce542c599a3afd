namespace ActiveActive.Database.Residency;

/// <summary>The statements of <see cref="ResidencyAudit"/>.</summary>
internal static class ResidencyAuditSql
{
    public const string Policy = "select jurisdiction, regions from activeactive.residency";

    /// <summary>Every table in which rows have the key of a grain.</summary>
    public const string Tables = "select table_name from information_schema.columns where table_schema = 'activeactive' and column_name = 'grain_key' order by table_name";

    public static string KeysIn(string table) => $"""
        select split_part(grain_key, ':', 1), count(*), min(grain_key)
        from activeactive.{table}
        where split_part(grain_key, ':', 1) in (select jurisdiction from activeactive.residency) and position(':' in grain_key) > 0
        group by 1
        """;

    public const string Entries = "select entry from activeactive.log, unnest(entries) as entry where activeactive.data_key_of(entry) is null";

    /// <summary>Entries that cannot be looked into.</summary>
    public const string Encrypted = "select count(*) from activeactive.log, unnest(entries) as entry where activeactive.data_key_of(entry) is not null";
}
