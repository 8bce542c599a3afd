namespace ActiveActive.Database.Backup;

/// <summary>The statements of <see cref="RegionBackup"/> and <see cref="RegionRestore"/>.</summary>
internal static class BackupSql
{
    /// <summary>The tables whose rows a restore must bring back.</summary>
    public static readonly IReadOnlyList<string> Counted =
        ["activeactive.state", "activeactive.effect", "activeactive.send", "activeactive.idempotency_key", "OrleansStorage", "OrleansRemindersTable"];

    public const string Snapshot = "select pg_export_snapshot()";

    public const string Shard = "select storage_id, number, count from activeactive.shard";

    public const string Incarnation = "select coalesce(max(number), 1) from activeactive.incarnation";

    public const string Now = "select clock_timestamp()";

    public const string Note = "insert into activeactive.backup (made_at, bytes, note) values ($1, $2, 'aactl backup')";

    public const string NewIncarnation = "insert into activeactive.incarnation (number, reason) select max(number) + 1, $1 from activeactive.incarnation returning number";

    public const string IsEmpty = """
        select not exists (select from pg_namespace where nspname = 'activeactive')
            and not exists (
                select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where c.relkind in ('r', 'p', 'v', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast'))
        """;

    public static string Count(string table) => $"select count(*) from {table}";
}
