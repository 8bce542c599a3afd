namespace ActiveActive.Silo.Requests.Sends;

/// <summary>The statements of <see cref="SendDispatcher"/>.</summary>
internal static class SendSql
{
    /// <summary>Takes sends that are due, for the length of a lease; other silos skip them.</summary>
    public const string Take = """
        update activeactive.send s
        set attempts = s.attempts + 1, next_attempt_at = clock_timestamp() + $1
        from (
            select id from activeactive.send
            where failed_at is null and done_at is null and next_attempt_at <= clock_timestamp()
            order by next_attempt_at
            limit $2
            for update skip locked
        ) due
        where s.id = due.id
        returning clock_timestamp(), s.id, s.source, s.target, s.method, s.call, s.if_refused, s.attempts
        """;

    /// <summary>The row stays for <see cref="Storage.SendTimes.EffectLife"/>, and with it what the delivery did: an attempt that still hangs somewhere finds it.</summary>
    public const string Acknowledge = "update activeactive.send set done_at = clock_timestamp(), call = '', if_refused = null where id = any($1)";

    public const string Postpone = """
        update activeactive.send s
        set attempts = greatest(s.attempts, note.attempts), next_attempt_at = clock_timestamp() + note.pause, last_error = note.error
        from unnest($1::uuid[], $2::integer[], $3::interval[], $4::text[]) as note (id, attempts, pause, error)
        where s.id = note.id
        """;

    public const string GiveBack = """
        update activeactive.send set next_attempt_at = clock_timestamp() where id = any($1) and done_at is null and failed_at is null
        """;

    public const string Fail = """
        update activeactive.send s
        set failed_at = clock_timestamp(), last_error = note.error
        from unnest($1::uuid[], $2::text[]) as note (id, error)
        where s.id = note.id
        """;
}
