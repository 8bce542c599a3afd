-- A region that lacks what its peers' logs no longer have takes their states instead (docs/replication.md, Bootstrap).
create table activeactive.bootstrap (
    id integer generated always as identity,
    reason text not null,
    wanted_at timestamptz not null default clock_timestamp(),
    peer text,
    reach bytea,
    no_retries_before timestamptz,
    joined_at timestamptz,
    constraint bootstrap_pk primary key (id)
);

comment on table activeactive.bootstrap is 'The snapshots that this region wanted. joined_at says when all states of the peer were joined; reach is an entry of the log with the positions that the peer had then, up to which this region has to apply before it writes. A request that was made before no_retries_before may have been made in another region, and is not made again here.';
