namespace ActiveActive.Database.Encryption;

/// <summary>The statement of <see cref="KeyUse"/>.</summary>
internal static class KeyUseSql
{
    /// <summary>A row for each data key that is in the table or in a value; one without an id for the values that are not sealed.</summary>
    public const string Read = """
        with used (id, states, effects, sends, changes) as (
            select activeactive.data_key_of(payload), 1, 0, 0, 0 from activeactive.state where payload is not null
            union all
            select activeactive.data_key_of(reply), 0, 1, 0, 0 from activeactive.effect
            union all
            select activeactive.data_key_of(call), 0, 0, 1, 0 from activeactive.send where done_at is null
            union all
            select activeactive.data_key_of(if_refused), 0, 0, 1, 0 from activeactive.send
            where done_at is null and if_refused is not null and activeactive.data_key_of(if_refused) is distinct from activeactive.data_key_of(call)
            union all
            select activeactive.data_key_of(entry), 0, 0, 0, 1 from activeactive.log, unnest(entries) as entry
            union all
            select activeactive.data_key_of(delta), 0, 0, 0, 1 from activeactive.dead_letter where delta is not null
            union all
            select activeactive.data_key_of(delta), 0, 0, 0, 1 from activeactive.dropped_letter where delta is not null
            union all
            select case when shown like 'sealed:%' then activeactive.data_key_of(decode(substr(shown, 8), 'base64')) end, 0, 0, 0, 1 from activeactive.conflict
        ), counted as (
            select id, sum(states) as states, sum(effects) as effects, sum(sends) as sends, sum(changes) as changes from used group by id
        )
        select
            coalesce(c.id, d.id), d.ring_key, d.retired_at is not null,
            coalesce(c.states, 0)::bigint, coalesce(c.effects, 0)::bigint, coalesce(c.sends, 0)::bigint, coalesce(c.changes, 0)::bigint
        from counted c full join activeactive.data_key d on d.id = c.id
        order by 1 nulls last
        """;
}
