namespace ActiveActive.Silo.Storage.Flushes;

/// <summary>The statements of a flush.</summary>
internal static class FlushSql
{
    public const string Commit = """
        select activeactive.commit_states($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
        """;

    /// <summary>The same for writes of which some go into the log.</summary>
    public const string CommitReplicated = """
        select outcomes, streams, batches
        from activeactive.commit_replicated($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)
        """;

    /// <summary>The same for sealed values: nothing is written, and no row answered, when one of their data keys is retired or gone. So no write can arrive after its key was removed, however long it was on its way.</summary>
    public const string CommitSealed = $"{Commit} where not exists (select from unnest($22) {DeadKeys})";

    /// <summary>Both.</summary>
    public const string CommitReplicatedSealed = $"{CommitReplicated} where not exists (select from unnest($26) {DeadKeys})";

    private const string DeadKeys = "as used (id) left join activeactive.data_key d on d.id = used.id and d.retired_at is null where d.id is null";
}
