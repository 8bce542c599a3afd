-- What regions tell each other (docs/replication.md): streams of batches, each the work of one commit. A region's own streams are in the databases of its storage shards, with the state that they tell of; those of other regions are
-- in the region's database.
create table activeactive.stream (
    id integer generated always as identity,
    region text collate "C" not null,
    incarnation integer not null,
    shard integer not null,
    class text collate "C" not null,
    head bigint not null default 0,
    hash bytea not null default decode(repeat('00', 32), 'hex'),
    applied bigint not null default 0,
    mark bytea,
    constraint stream_pk primary key (id),
    constraint stream_name unique (region, incarnation, shard, class)
) with (fillfactor = 50);

comment on table activeactive.stream is 'The streams that this region writes or has received. head and hash are those of the last batch here; applied says up to which batch the streams of other regions are merged, mark is the last entry up to there in which the writer tells what it has applied itself.';

create table activeactive.log (
    stream integer not null,
    number bigint not null,
    hash bytea not null,
    entries bytea[] not null,
    entry_hashes bytea[] not null,
    logged_at timestamptz not null default clock_timestamp(),
    constraint log_pk primary key (stream, number),
    constraint log_stream foreign key (stream) references activeactive.stream (id)
) with (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_limit = 2000);

comment on table activeactive.log is 'The batches of the streams. hash is SHA-256 over the hash of the batch before, the number (8 bytes, most significant first) and the hashes of the entries; the first batch follows on 32 zero bytes.';

-- Adds a batch to one of this region's own streams, as the last thing of its transaction: from here to the end of the commit the stream's row is locked, so whoever sees a number sees all before it.
create function activeactive.append_log(p_stream integer, p_entries bytea[], p_entry_hashes bytea[]) returns bigint
language plpgsql
as $$
declare
    chained bytea;
    head_number bigint;
    head_hash bytea;
begin
    select string_agg(h.hash, ''::bytea order by h.place) into chained from unnest(p_entry_hashes) with ordinality as h (hash, place);
    update activeactive.stream s
    set head = s.head + 1, hash = sha256(s.hash || int8send(s.head + 1) || chained)
    where s.id = p_stream
    returning s.head, s.hash into strict head_number, head_hash;
    insert into activeactive.log (stream, number, hash, entries, entry_hashes) values (p_stream, head_number, head_hash, p_entries, p_entry_hashes);
    return head_number;
end
$$;

-- commit_states for writes of which some go into the log. Their entries name their write by its place, from 1, and their stream. Answers what commit_states answers, and the number of the batch that each stream got.
create function activeactive.commit_replicated(
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
    p_send_lease interval,
    p_entry_writes integer[],
    p_entry_streams integer[],
    p_entries bytea[],
    p_entry_hashes bytea[],
    out outcomes smallint[],
    out streams integer[],
    out batches bigint[]
)
language plpgsql
as $$
declare
    tells record;
begin
    outcomes := activeactive.commit_states(
        p_grain_types, p_grain_keys, p_names, p_expected, p_write_ids, p_unchanged, p_type_versions, p_payloads, p_not_after, p_effect_writes, p_effect_ids, p_effect_roots, p_effect_replies,
        p_send_writes, p_send_ids, p_send_sources, p_send_targets, p_send_methods, p_send_calls, p_send_compensations, p_send_lease);

    for tells in
        select e.stream, array_agg(e.entry order by e.place) as entries, array_agg(e.hash order by e.place) as hashes
        from unnest(p_entry_writes, p_entry_streams, p_entries, p_entry_hashes) with ordinality as e (write, stream, entry, hash, place)
        where outcomes is null or outcomes[e.write] = 0
        group by e.stream
        order by e.stream
    loop
        streams := streams || tells.stream;
        batches := batches || activeactive.append_log(tells.stream, tells.entries, tells.hashes);
    end loop;
end
$$;

-- What could not be merged, with all that came behind it for the same state, until somebody has it tried again or drops it.
create table activeactive.dead_letter (
    stream integer not null,
    number bigint not null,
    place integer not null,
    grain_type text collate "C" not null,
    grain_key text collate "C" not null,
    name text collate "C" not null,
    cause text not null,
    put_aside_at timestamptz not null default clock_timestamp(),
    constraint dead_letter_pk primary key (stream, number, place)
);

comment on table activeactive.dead_letter is 'Entries of the log (place in their batch from 1) that could not be merged. A state that has one takes no further changes from other regions; they are put behind it.';

create index dead_letter_state on activeactive.dead_letter (grain_type, grain_key, name);

-- Whether the region knows again, in its present incarnation, what it knew in earlier ones, and so may write replicated state.
alter table activeactive.incarnation add column rejoined boolean not null default false;

update activeactive.incarnation set rejoined = true where number = 1;
