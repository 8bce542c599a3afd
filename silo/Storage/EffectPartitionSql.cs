namespace ActiveActive.Silo.Storage;

/// <summary>The statements of <see cref="EffectPartitions"/>. Names are made from numbers only.</summary>
internal static class EffectPartitionSql
{
    public const string Now = "select clock_timestamp()";

    /// <summary>Attached partitions, and those that a crash left half detached.</summary>
    public const string List = """
        select c.relname, i.inhdetachpending
        from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'activeactive.effect'::regclass and c.relname ~ '^effect_[0-9]+_[0-9]+$'
        """;

    /// <summary>Partitions that are detached or were never attached.</summary>
    public const string ListLoose = """
        select c.relname
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'activeactive' and c.relkind = 'r' and c.relname ~ '^effect_[0-9]+_[0-9]+$'
            and not exists (select from pg_inherits i where i.inhrelid = c.oid)
        """;

    /// <summary>Sends that were acknowledged so long ago that no attempt can act any more. A piece at a time, as all collecting.</summary>
    public const string CollectSends = """
        delete from activeactive.send
        where id in (select id from activeactive.send where done_at < clock_timestamp() - $1 limit 10000)
        """;

    /// <summary>Effects of sends whose row is gone.</summary>
    public const string CollectSendEffects = """
        delete from activeactive.effect_send
        where id in (
            select e.id from activeactive.effect_send e
            where e.created_at < clock_timestamp() - $1 and not exists (select from activeactive.send s where s.id = e.root)
            limit 10000)
        """;

    /// <summary>The sends whose effects are old enough, a page at a time.</summary>
    public const string Roots = """
        select distinct root from activeactive.effect_send where root > $1 and created_at < clock_timestamp() - $2 order by root limit 10000
        """;

    public const string LivingSends = "select id from activeactive.send where id = any($1)";

    public const string CollectRoots = "delete from activeactive.effect_send where root = any($1) and created_at < clock_timestamp() - $2";

    public const string CollectKeys = """
        delete from activeactive.idempotency_key
        where key_digest in (select key_digest from activeactive.idempotency_key where created_at < clock_timestamp() - $1 limit 10000)
        """;

    /// <summary>
    /// Made apart and then attached, which locks the parent only against other changes of its shape, not against reads and writes. Never vacuumed for its inserts: a partition is only added to,
    /// looked up by its index, and dropped as a whole.
    /// </summary>
    public static string Create(string name) =>
        $"create table activeactive.{name} (like activeactive.effect including defaults including constraints including compression) with (autovacuum_vacuum_insert_threshold = -1)";

    public static string Attach(string name, Guid from, Guid to) =>
        $"alter table activeactive.effect attach partition activeactive.{name} for values from ('{from}') to ('{to}')";

    public static string Detach(string name) => $"alter table activeactive.effect detach partition activeactive.{name} concurrently";

    public static string FinishDetach(string name) => $"alter table activeactive.effect detach partition activeactive.{name} finalize";

    public static string Drop(string name) => $"drop table activeactive.{name}";
}
