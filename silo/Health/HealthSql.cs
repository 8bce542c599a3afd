namespace ActiveActive.Silo.Health;

/// <summary>The statements of the named checks. All are open to any user of the database.</summary>
internal static class HealthSql
{
    public const string IsStandby = "select pg_is_in_recovery()";

    /// <summary>Connections to all databases of the server, and how many there may be of ordinary users.</summary>
    public const string Connections = """
        select coalesce(sum(numbackends), 0)::bigint,
            current_setting('max_connections')::bigint - current_setting('superuser_reserved_connections')::bigint - coalesce(current_setting('reserved_connections', true), '0')::bigint
        from pg_stat_database where datid <> 0
        """;

    public const string Size = "select pg_database_size(current_database())";

    /// <summary>The log with its indexes and what is stored out of line.</summary>
    public const string LogSize = "select pg_total_relation_size('activeactive.log')";

    /// <summary>Whether this connection is encrypted.</summary>
    public const string IsEncrypted = "select coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false)";

    /// <summary>Since when a key of the ring wraps data keys here. Data keys of the primary key stay.</summary>
    public const string KeySince = "select min(created_at) from activeactive.data_key where ring_key = $1";

    /// <summary>The age of the last backup, null for none; and of the region's present incarnation, before which there was another database or none.</summary>
    public const string LastBackup = """
        select clock_timestamp() - (select max(made_at) from activeactive.backup), clock_timestamp() - (select began_at from activeactive.incarnation order by number desc limit 1)
        """;

    /// <summary>The last audit: its age, what it found that may not be here, an example, and how much it could not look into.</summary>
    public const string LastAudit = "select clock_timestamp() - finished_at, violations, jurisdiction, not_looked_into from activeactive.residency_audit order by finished_at desc limit 1";

    public const string NoteAudit = """
        with noted as (insert into activeactive.residency_audit (violations, jurisdiction, not_looked_into, took) values ($1, $2, $3, $4) returning id)
        delete from activeactive.residency_audit where id < (select id from noted) - 100
        """;
}
