-- The group committer's statement. One call writes what many grains had waiting; each of its writes is all or nothing by itself.
--
-- The writes come as columns of equal length, no two of one state, in the order in which all silos lock rows. p_unchanged and p_not_after may be empty. Effects and sends name their write by
-- its place, from 1. The answer is null when every write was committed by this call, else for each write, in order: 0 committed, 1 stale, 3 an effect is past its time, 4 committed by an earlier sending of the
-- same write. What cannot be told apart here (an effect that is there already, one without a partition) raises, and nothing is written; the silo then sends smaller calls, in the end single
-- writes, for which the error has one meaning: unique_violation a duplicate effect, check_violation of effect an expired one.
--
-- The settings keep the one plan that is right at every size of the table: the flush's rows in their order, each found by the primary key. Estimates of a table that was just made, or
-- that grew since, must not turn it into a hash of the whole table.
create function activeactive.commit_states(
    p_grain_types text[],
    p_grain_keys text[],
    p_names text[],
    p_expected bigint[],
    p_write_ids uuid[],
    p_unchanged boolean[],
    p_type_versions integer[],
    p_payloads bytea[],
    p_not_after timestamptz[],
    p_effect_writes integer[],
    p_effect_ids uuid[],
    p_effect_roots uuid[],
    p_effect_replies bytea[],
    p_send_writes integer[],
    p_send_ids uuid[],
    p_send_sources text[],
    p_send_targets text[],
    p_send_methods text[],
    p_send_calls bytea[],
    p_send_compensations bytea[],
    p_send_lease interval
) returns smallint[]
language plpgsql
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_bitmapscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
    at timestamptz := clock_timestamp();
    written bigint := 0;
    inserted bigint := 0;
    outcomes smallint[];
begin
    with w as materialized (
        select *
        from unnest(p_grain_types, p_grain_keys, p_names, p_expected, p_write_ids, p_unchanged, p_type_versions, p_payloads, p_not_after)
            as w (grain_type, grain_key, name, expected, write_id, unchanged, type_version, payload, not_after)
        where w.expected > 0 and w.unchanged is not true and (w.not_after is null or w.not_after >= at)
    )
    update activeactive.state s
    set version = w.expected + 1, write_id = w.write_id, type_version = w.type_version, payload = w.payload, modified_at = at
    from w
    where s.grain_type = w.grain_type and s.grain_key = w.grain_key and s.name = w.name and s.version = w.expected;
    get diagnostics written = row_count;

    if 0 = any (p_expected) then
        insert into activeactive.state (grain_type, grain_key, name, version, write_id, type_version, payload, modified_at)
        select w.grain_type, w.grain_key, w.name, 1, w.write_id, w.type_version, w.payload, at
        from unnest(p_grain_types, p_grain_keys, p_names, p_expected, p_write_ids, p_unchanged, p_type_versions, p_payloads, p_not_after)
            as w (grain_type, grain_key, name, expected, write_id, unchanged, type_version, payload, not_after)
        where w.expected = 0 and w.unchanged is not true and (w.not_after is null or w.not_after >= at)
        on conflict on constraint state_pk do nothing;
        get diagnostics inserted = row_count;
    end if;

    if written + inserted < cardinality(p_names) then
        -- A row that has the write's version and id is from this transaction or from an earlier sending.
        select array_agg(
            case
                when w.unchanged is true then case when s.version <> w.expected then 1 when w.not_after < at then 3 else 0 end
                when s.version = w.expected + 1 and s.write_id = w.write_id then case when s.xmin = pg_current_xact_id()::xid then 0 else 4 end
                when coalesce(s.version, 0) <> w.expected then 1
                when w.not_after < at then 3
                else 1
            end order by w.place)
        into outcomes
        from unnest(p_grain_types, p_grain_keys, p_names, p_expected, p_write_ids, p_unchanged, p_not_after)
            with ordinality as w (grain_type, grain_key, name, expected, write_id, unchanged, not_after, place)
        left join activeactive.state s on s.grain_type = w.grain_type and s.grain_key = w.grain_key and s.name = w.name;

        -- Written once more as it is, so that with synchronous replication this answer, too, waits for the standby.
        if 4 = any (outcomes) then
            with w as materialized (
                select *
                from unnest(p_grain_types, p_grain_keys, p_names, outcomes) as w (grain_type, grain_key, name, outcome)
                where w.outcome = 4
            )
            update activeactive.state s
            set modified_at = s.modified_at
            from w
            where s.grain_type = w.grain_type and s.grain_key = w.grain_key and s.name = w.name;
        end if;
    end if;

    if cardinality(p_effect_ids) > 0 then
        insert into activeactive.effect (id, root, reply, created_at)
        select e.id, e.root, e.reply, at
        from unnest(p_effect_writes, p_effect_ids, p_effect_roots, p_effect_replies) as e (write, id, root, reply)
        where outcomes is null or outcomes[e.write] = 0
        order by e.id;
    end if;

    if cardinality(p_send_ids) > 0 then
        insert into activeactive.send (id, source, target, method, call, if_refused, next_attempt_at)
        select s.id, s.source, s.target, s.method, s.call, s.if_refused, at + p_send_lease
        from unnest(p_send_writes, p_send_ids, p_send_sources, p_send_targets, p_send_methods, p_send_calls, p_send_compensations) as s (write, id, source, target, method, call, if_refused)
        where outcomes is null or outcomes[s.write] = 0
        order by s.id;
    end if;

    return outcomes;
end
$$;

create table activeactive.adonet_import (
    service_id text not null,
    rows bigint not null,
    imported_at timestamptz not null default clock_timestamp(),
    constraint adonet_import_pk primary key (service_id)
);

comment on table activeactive.adonet_import is 'Applications whose OrleansStorage rows are to be taken over by the group committer, each when its grain first reads it.';
