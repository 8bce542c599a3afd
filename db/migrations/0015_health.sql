-- What health checks need to know of the past (docs/health.md).

create table activeactive.backup (
    id integer generated always as identity,
    made_at timestamptz not null default clock_timestamp(),
    bytes bigint,
    note text,
    constraint backup_pk primary key (id)
);

comment on table activeactive.backup is 'The backups of this region. made_at is when what it holds was read. Written by aactl backup; who backs up by other means adds a row: insert into activeactive.backup (note) values (''base backup 7'').';

create table activeactive.residency_audit (
    id integer generated always as identity,
    finished_at timestamptz not null default clock_timestamp(),
    violations bigint not null,
    jurisdiction text,
    not_looked_into bigint not null,
    took interval not null,
    constraint residency_audit_pk primary key (id)
);

comment on table activeactive.residency_audit is 'When a silo read all keys of this region last, and how many rows and entries it found that the region may not hold; jurisdiction is one of theirs. not_looked_into: encrypted entries of the log. The last 100 are kept.';
