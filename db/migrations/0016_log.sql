-- A row of the log is only ever added in the transaction that moves its stream's head, so its stream exists; looking for it once more took a query, and a lock, of each commit that tells other regions something.
alter table activeactive.log drop constraint log_stream;

-- As for states (0010): batches of many entries are compressed by LZ4 where the server has it.
do $$
begin
    alter table activeactive.log alter column entries set compression lz4;
exception
    when feature_not_supported or invalid_parameter_value or syntax_error then
        raise notice 'this server has no LZ4; pglz stays';
end
$$;
