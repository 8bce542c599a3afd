namespace ActiveActive.Silo.Storage.Flushes;

/// <summary>The statement of a flush.</summary>
internal static class FlushSql
{
    public const string Commit = """
        select activeactive.commit_states($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
        """;
}
