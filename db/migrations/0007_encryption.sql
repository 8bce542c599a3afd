-- Encryption at rest: the keys of sealed values. What is sealed and how: docs/encryption.md.

create table activeactive.data_key (
    id bigint generated always as identity,
    ring_key text not null,
    wrapped bytea not null,
    created_at timestamptz not null default clock_timestamp(),
    used_at timestamptz not null default clock_timestamp(),
    retired_at timestamptz,
    retired_by xid8,
    constraint data_key_pk primary key (id)
);

comment on table activeactive.data_key is
    'The keys of sealed values, each wrapped by a key of the key ring. Its silo renews used_at; once retired_at is set, no write with this key is accepted. Without its row here, what it sealed is lost.';

-- The data key of a sealed value; null for null and for a value that is not sealed. 8 bytes magic, 1 byte format version, 8 bytes data key, 8 bytes counter, ciphertext, 16 bytes tag.
create function activeactive.data_key_of(value bytea) returns bigint
language sql immutable strict parallel safe as $$
    select case
        when octet_length(value) >= 41 and substr(value, 1, 8) = '\x0041415345414c1a'::bytea
        then ('x' || encode(substr(value, 10, 8), 'hex'))::bit(64)::bigint
    end
$$;
