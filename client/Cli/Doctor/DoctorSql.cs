namespace ActiveActive.Cli.Doctor;

/// <summary>What <c>aactl doctor</c> asks a database. All of it is open to any user; some figures are smaller for one who may not see others' sessions.</summary>
internal static class DoctorSql
{
    public const string Settings = """
        select name, setting from pg_settings
        where name in (
            'server_version', 'server_version_num', 'server_encoding', 'max_connections', 'superuser_reserved_connections', 'reserved_connections', 'fsync', 'full_page_writes', 'synchronous_commit', 'synchronous_standby_names',
            'statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout', 'lock_timeout', 'autovacuum', 'track_counts', 'wal_level', 'archive_mode', 'default_transaction_read_only', 'data_checksums', 'ssl',
            'max_prepared_transactions', 'zero_damaged_pages')
        """;

    public const string Facts = """
        select
            pg_is_in_recovery(),
            (select coalesce(sum(numbackends), 0)::bigint from pg_stat_database where datid <> 0),
            (select max(clock_timestamp() - xact_start) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()),
            (select count(*) from pg_stat_replication),
            coalesce((select array_agg(slot_name::text) from pg_replication_slots where not active), '{}'),
            (select age(datfrozenxid)::bigint from pg_database where datname = current_database()),
            pg_database_size(current_database())
        """;

    public const string Clock = "select clock_timestamp()";
}
