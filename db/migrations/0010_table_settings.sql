-- State is updated in place for ever. Most updates are heap-only and clean up after themselves while a page is read (fillfactor 80, no indexed column ever changes); what is left, after a long reader
-- or for rows that grow, is vacuumed when a twentieth of the table is dead, not a fifth, and ten times as fast as by default, so that vacuum keeps up with group commits.
alter table activeactive.state set (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_limit = 2000);

-- Sends come and go: each is inserted, marked and deleted within minutes.
alter table activeactive.send set (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_limit = 2000);

-- Payloads above 2 kB (toast_tuple_target) are compressed, by LZ4 where the server has it: several times faster than PostgreSQL's own way at about the same size. Smaller ones are left as they are.
do $$
begin
    alter table activeactive.state alter column payload set compression lz4;
    alter table activeactive.effect alter column reply set compression lz4;
    alter table activeactive.send alter column call set compression lz4;
exception
    when feature_not_supported or invalid_parameter_value or syntax_error then
        raise notice 'this server has no LZ4; pglz stays';
end
$$;
