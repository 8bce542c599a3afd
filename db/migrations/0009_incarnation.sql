-- A region's number, raised whenever its database may have gone back in time, so that what it says before and after can be told apart.
create table activeactive.incarnation (
    number integer not null,
    reason text not null,
    began_at timestamptz not null default clock_timestamp(),
    constraint incarnation_pk primary key (number)
);

comment on table activeactive.incarnation is 'The highest number is the present one. A new one begins with each restore.';

insert into activeactive.incarnation (number, reason) values (1, 'made');
