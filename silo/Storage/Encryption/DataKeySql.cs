namespace ActiveActive.Silo.Storage.Encryption;

/// <summary>The statements about data keys.</summary>
internal static class DataKeySql
{
    public const string Add = "insert into activeactive.data_key (ring_key, wrapped) values ($1, $2) returning id";

    public const string Find = "select id, ring_key, wrapped from activeactive.data_key where id = $1";

    public const string FindNewest = "select id, ring_key, wrapped from activeactive.data_key where ring_key = $1 order by id desc limit 1";

    public const string FirstUse = "select min(created_at) from activeactive.data_key where ring_key = $1";

    public const string Renew = "update activeactive.data_key set used_at = clock_timestamp() where id = $1 and retired_at is null";

    /// <summary>Retires the keys of silos that are gone, and those that their silos have replaced.</summary>
    public const string Retire = """
        update activeactive.data_key set retired_at = clock_timestamp(), retired_by = pg_current_xact_id()
        where retired_at is null and used_at < clock_timestamp() - $1
        """;

    /// <summary>The keys that another ring key than the primary wraps; and whether each is closed: no write with it can arrive any more, since every transaction that had begun to write before its retirement is over.</summary>
    public const string Old = """
        select id, coalesce(retired_at < clock_timestamp() - $2 and retired_by < pg_snapshot_xmin(pg_current_snapshot()), false)
        from activeactive.data_key
        where ring_key <> $1
        """;

    /// <summary>
    /// Which of some keys seal what is not sealed anew but goes by itself: replies with their partitions, changes when the log is trimmed, and what was kept of them, as much as is kept.
    /// </summary>
    public const string UsedByWhatPasses = $"""
        select distinct id from ({WhatPasses}) as used (id) where id = any($1)
        """;

    /// <summary>Removes those of some keys that nothing is sealed with; reads every row's header once more, since a key that is removed too early is data lost.</summary>
    public const string Remove = $"""
        with used (id) as (
            select activeactive.data_key_of(payload) from activeactive.state
            union all {WhatPasses}
            union all select activeactive.data_key_of(call) from activeactive.send
            union all select activeactive.data_key_of(if_refused) from activeactive.send
        )
        delete from activeactive.data_key d
        where d.id = any($1) and d.retired_at is not null and d.id not in (select id from used where id = any($1))
        returning d.id
        """;

    private const string WhatPasses = """
        select activeactive.data_key_of(reply) from activeactive.effect
        union all select activeactive.data_key_of(entry) from activeactive.log, unnest(entries) as entry
        union all select activeactive.data_key_of(delta) from activeactive.dead_letter
        union all select activeactive.data_key_of(delta) from activeactive.dropped_letter
        union all select activeactive.data_key_of(decode(substr(shown, 8), 'base64')) from activeactive.conflict where shown like 'sealed:%'
        """;
}
