-- What merging has discarded or holds beside each other, and what was decided about changes that could not be merged (docs/replication.md).
create table activeactive.conflict (
    id bigint generated always as identity,
    said bytea not null,
    grain_type text collate "C" not null,
    grain_key text collate "C" not null,
    name text collate "C" not null,
    path text not null,
    kind text collate "C" not null,
    shown text not null,
    shown_is_cut boolean not null,
    shown_region text not null,
    shown_at timestamptz not null,
    shown_stamp text not null,
    hidden text not null,
    hidden_is_cut boolean not null,
    hidden_region text not null,
    hidden_at timestamptz not null,
    hidden_stamp text not null,
    seen_at timestamptz not null default clock_timestamp(),
    restored_at timestamptz,
    constraint conflict_pk primary key (id),
    constraint conflict_said unique (said),
    constraint conflict_kind check (kind in ('discarded', 'concurrent'))
);

comment on table activeactive.conflict is 'Pairs of values that regions wrote to the same place of a state without knowledge of each other, as this region met them: the one that is shown, and the one that is not (discarded) or is shown beside it (concurrent). Values are JSON. said is SHA-256 over what the pair is, so that a merge that is made again adds nothing.';

create index conflict_type on activeactive.conflict (grain_type, id);
create index conflict_key on activeactive.conflict (grain_key, id);

-- A stream's number is its own only within one database; its name is in all.
alter table activeactive.dead_letter
    add column id bigint generated always as identity,
    add column stream_name text collate "C",
    add column type_version integer,
    add column delta bytea,
    add column repaired bytea,
    add column asked text collate "C",
    add column asked_by text,
    add column why text,
    add constraint dead_letter_asked check (asked in ('retry', 'drop'));

update activeactive.dead_letter d
set stream_name = s.region || '.' || s.incarnation || '/' || s.shard || '/' || s.class
from activeactive.stream s where s.id = d.stream;

alter table activeactive.dead_letter
    drop constraint dead_letter_pk,
    alter column stream_name set not null,
    alter column stream drop not null,
    add constraint dead_letter_pk primary key (id),
    add constraint dead_letter_place unique (stream_name, number, place);

create index dead_letter_is_asked on activeactive.dead_letter (id) where asked is not null;

comment on column activeactive.dead_letter.asked is 'What the silo that merges is asked to do: merge the state''s entries again, or count this one as merged without its change.';
comment on column activeactive.dead_letter.repaired is 'A delta that is to be merged in the place of the entry''s own.';
comment on column activeactive.dead_letter.stream is 'Not used any more.';

create table activeactive.dropped_letter (
    id bigint not null,
    stream_name text collate "C" not null,
    number bigint not null,
    place integer not null,
    grain_type text collate "C" not null,
    grain_key text collate "C" not null,
    name text collate "C" not null,
    cause text not null,
    delta bytea,
    put_aside_at timestamptz not null,
    dropped_by text,
    why text,
    dropped_at timestamptz not null default clock_timestamp(),
    constraint dropped_letter_pk primary key (id)
);

comment on table activeactive.dropped_letter is 'Changes of other regions that somebody decided to lose in this one.';
