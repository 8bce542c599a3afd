-- Durable state, effects, sends and idempotency keys. What each table is for, and who writes it: db/README.md.

create table activeactive.state (
    grain_type text collate "C" not null,
    grain_key text collate "C" not null,
    name text collate "C" not null,
    version bigint not null,
    write_id uuid not null,
    type_version integer not null,
    payload bytea,
    modified_at timestamptz not null default clock_timestamp(),
    constraint state_pk primary key (grain_type, grain_key, name)
) with (fillfactor = 80);

comment on table activeactive.state is 'One row per durable state of a grain. version fences writers; write_id tells a repeated write from another one; payload is null after a delete.';

-- Range-partitioned by the id, whose first 48 bits are milliseconds: old effects go by dropping a partition. Silos attach partitions ahead.
create table activeactive.effect (
    id uuid not null,
    root uuid,
    reply bytea not null,
    created_at timestamptz not null default clock_timestamp(),
    constraint effect_pk primary key (id)
) partition by range (id);

comment on table activeactive.effect is 'The effects that requests had, with their replies: a repeated request finds its row and changes nothing.';

-- Ids of sends carry no time (first 48 bits all ones). Their effects stay until the send is acknowledged, however long that takes.
create table activeactive.effect_send partition of activeactive.effect
    for values from ('ffffffff-ffff-0000-0000-000000000000') to (maxvalue);

create index effect_send_created_at on activeactive.effect_send (created_at);

create table activeactive.send (
    id uuid not null,
    source text not null,
    target text not null,
    method text not null,
    call bytea not null,
    if_refused bytea,
    attempts integer not null default 0,
    next_attempt_at timestamptz not null,
    last_error text,
    done_at timestamptz,
    failed_at timestamptz,
    created_at timestamptz not null default clock_timestamp(),
    constraint send_pk primary key (id)
) with (fillfactor = 70);

comment on table activeactive.send is 'Calls that committed with a state change and are not acknowledged yet. done_at is set when it was delivered; the row stays until no attempt can act any more, and keeps the effects with it. failed_at is set when the target refused and so did the compensation: a person must look.';

create index send_due on activeactive.send (next_attempt_at) where failed_at is null and done_at is null;

create index send_done on activeactive.send (done_at) where done_at is not null;

create table activeactive.idempotency_key (
    key_digest bytea not null,
    fingerprint bytea not null,
    request_id uuid not null,
    created_at timestamptz not null default clock_timestamp(),
    constraint idempotency_key_pk primary key (key_digest)
);

comment on table activeactive.idempotency_key is 'Callers'' own keys (digests of them) and the request id that each was bound to when it was first seen.';

create index idempotency_key_created_at on activeactive.idempotency_key (created_at);

-- One write of a state with its effects and sends, in the transaction of the calling statement. Returns 0 committed (now or by an earlier sending of the same
-- write), 1 stale. An effect past its time raises AA003, a duplicate effect unique_violation, an effect without a partition check_violation: nothing is written.
create function activeactive.commit_state(
    p_grain_type text,
    p_grain_key text,
    p_name text,
    p_expected bigint,
    p_write_id uuid,
    p_changes boolean,
    p_type_version integer,
    p_payload bytea,
    p_effect_ids uuid[],
    p_effect_roots uuid[],
    p_effect_replies bytea[],
    p_effects_not_after timestamptz,
    p_send_ids uuid[],
    p_send_source text,
    p_send_targets text[],
    p_send_methods text[],
    p_send_calls bytea[],
    p_send_compensations bytea[],
    p_send_lease interval
) returns smallint
language plpgsql as $$
declare
    written bigint;
begin
    if p_changes then
        if p_expected = 0 then
            insert into activeactive.state (grain_type, grain_key, name, version, write_id, type_version, payload)
            values (p_grain_type, p_grain_key, p_name, 1, p_write_id, p_type_version, p_payload)
            on conflict on constraint state_pk do nothing;
        else
            update activeactive.state
            set version = p_expected + 1,
                write_id = p_write_id,
                type_version = p_type_version,
                payload = p_payload,
                modified_at = clock_timestamp()
            where grain_type = p_grain_type and grain_key = p_grain_key and name = p_name and version = p_expected;
        end if;

        get diagnostics written = row_count;
        if written = 0 then
            -- A real write, so that with synchronous replication this answer, too, waits for the standby.
            update activeactive.state
            set modified_at = modified_at
            where grain_type = p_grain_type and grain_key = p_grain_key and name = p_name
                and version = p_expected + 1 and write_id = p_write_id;
            return case when found then 0 else 1 end;
        end if;
    else
        perform from activeactive.state
        where grain_type = p_grain_type and grain_key = p_grain_key and name = p_name and version <> p_expected
        for share;
        if found then
            return 1;
        end if;
    end if;

    -- After the check for an earlier sending of the same write, which may have been in time. Undoes what was written above.
    if p_effects_not_after < clock_timestamp() then
        raise exception 'the effect is past its time' using errcode = 'AA003';
    end if;

    if cardinality(p_effect_ids) > 0 then
        insert into activeactive.effect (id, root, reply)
        select e.id, e.root, e.reply
        from unnest(p_effect_ids, p_effect_roots, p_effect_replies) as e (id, root, reply)
        order by e.id;
    end if;

    if cardinality(p_send_ids) > 0 then
        insert into activeactive.send (id, source, target, method, call, if_refused, next_attempt_at)
        select s.id, p_send_source, s.target, s.method, s.call, s.if_refused, clock_timestamp() + p_send_lease
        from unnest(p_send_ids, p_send_targets, p_send_methods, p_send_calls, p_send_compensations) as s (id, target, method, call, if_refused)
        order by s.id;
    end if;

    return 0;
end
$$;

-- Binds a caller's key to a request id unless it is bound already and not yet forgotten; answers the binding in force and whether this call made it.
create function activeactive.bind_key(
    p_key_digest bytea,
    p_fingerprint bytea,
    p_request_id uuid,
    p_retention interval,
    out request_id uuid,
    out fingerprint bytea
)
language plpgsql as $$
begin
    insert into activeactive.idempotency_key as k (key_digest, fingerprint, request_id)
    values (p_key_digest, p_fingerprint, p_request_id)
    on conflict on constraint idempotency_key_pk do update
        set fingerprint = excluded.fingerprint, request_id = excluded.request_id, created_at = clock_timestamp()
        where k.created_at < clock_timestamp() - p_retention;

    select k.request_id, k.fingerprint
    into bind_key.request_id, bind_key.fingerprint
    from activeactive.idempotency_key k
    where k.key_digest = p_key_digest;
end
$$;
