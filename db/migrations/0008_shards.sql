-- Which part of a storage this database is. A storage of several databases places each grain by a hash over their number, so that number is fixed when it is made.
create table activeactive.shard (
    one boolean not null default true,
    storage_id uuid not null,
    number integer not null,
    count integer not null,
    complete boolean not null default false,
    constraint shard_pk primary key (one),
    constraint shard_one check (one),
    constraint shard_number check (number >= 0 and number < count)
);

comment on table activeactive.shard is 'One row: the storage that this database belongs to, its place in it from 0, how many there are, and whether all of them have their row.';
