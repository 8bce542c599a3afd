namespace ActiveActive.Silo.Storage.Encryption;

/// <summary>
/// The statements of <see cref="ReencryptionPass"/>. Those that read take the place after which to go on, how many rows, the old data keys, and whether values that are not sealed count; they give every row's place,
/// and its values only where it must be sealed anew. Those that write do so only while the row is what was read, and the new data key is not retired.
/// </summary>
internal static class ReencryptionSql
{
    public const string ReadStates = """
        select grain_type, grain_key, name, version, type_version,
            case when activeactive.data_key_of(payload) = any($5) or ($6 and activeactive.data_key_of(payload) is null) then payload end
        from activeactive.state
        where (grain_type, grain_key, name) > ($1, $2, $3)
        order by grain_type, grain_key, name
        limit $4
        """;

    /// <summary>A write that comes in between has raised the version, and wins. The version stays: nothing has changed but the key.</summary>
    public const string WriteState = """
        update activeactive.state set payload = $5
        where grain_type = $1 and grain_key = $2 and name = $3 and version = $4 and payload is not null
            and exists (select from activeactive.data_key d where d.id = activeactive.data_key_of($5) and d.retired_at is null)
        """;

    public const string ReadSends = """
        select id, call, if_refused,
            activeactive.data_key_of(call) = any($3) or activeactive.data_key_of(if_refused) = any($3)
                or ($4 and (activeactive.data_key_of(call) is null or (if_refused is not null and activeactive.data_key_of(if_refused) is null)))
        from activeactive.send
        where id > $1 and done_at is null
        order by id
        limit $2
        """;

    public const string WriteSend = """
        update activeactive.send set call = $3, if_refused = $4
        where id = $1 and call = $2 and done_at is null
            and exists (select from activeactive.data_key d where d.id = activeactive.data_key_of($3) and d.retired_at is null)
        """;

    public const string ReadReplies = """
        select id, reply, activeactive.data_key_of(reply) = any($3) or ($4 and activeactive.data_key_of(reply) is null)
        from activeactive.effect_send
        where id > $1
        order by id
        limit $2
        """;

    public const string WriteReply = """
        update activeactive.effect_send set reply = $3
        where id = $1 and reply = $2
            and exists (select from activeactive.data_key d where d.id = activeactive.data_key_of($3) and d.retired_at is null)
        """;
}
