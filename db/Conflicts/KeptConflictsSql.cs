namespace ActiveActive.Database.Conflicts;

/// <summary>The statements of <see cref="KeptConflicts"/>.</summary>
internal static class KeptConflictsSql
{
    public const string List = $"{Columns} where ($1 is null or grain_type = $1) and ($2 is null or grain_key = $2) order by id desc limit $3";

    public const string Find = $"{Columns} where id = $1";

    private const string Columns = """
        select id, grain_type, grain_key, name, path, kind,
            shown, shown_is_cut, shown_region, shown_at, shown_stamp,
            hidden, hidden_is_cut, hidden_region, hidden_at, hidden_stamp,
            seen_at, restored_at, said
        from activeactive.conflict
        """;
}
