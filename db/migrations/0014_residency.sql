-- Which regions may hold what.

create table activeactive.residency (
    jurisdiction text collate "C" not null,
    regions text[] not null,
    constraint residency_pk primary key (jurisdiction)
);

comment on table activeactive.residency is 'The residency policy that the silos of this region run with: for each jurisdiction, with which grain keys begin, the regions that may hold what is of it. Written by silos at their start, which refuse to change it while there is data of the jurisdiction.';
