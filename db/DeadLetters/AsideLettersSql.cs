namespace ActiveActive.Database.DeadLetters;

/// <summary>The statements of <see cref="AsideLetters"/>.</summary>
internal static class AsideLettersSql
{
    public const string List = $"{Columns}, null::bytea, null::bytea from activeactive.dead_letter where ($1 is null or grain_type = $1) and ($2 is null or grain_key = $2) order by id limit $3";

    public const string Find = $"{Columns}, delta, repaired from activeactive.dead_letter where id = $1";

    /// <summary>The entries of the state that an entry belongs to, or all. What is to be dropped stays so.</summary>
    public const string Retry = """
        update activeactive.dead_letter d set asked = 'retry', asked_by = $2, why = null
        where d.asked is distinct from 'drop'
        and ($1 is null or exists (
            select from activeactive.dead_letter o where o.id = $1 and o.grain_type = d.grain_type and o.grain_key = d.grain_key and o.name = d.name))
        """;

    public const string Drop = "update activeactive.dead_letter set asked = 'drop', asked_by = $2, why = $3 where id = $1";

    public const string Repair = "update activeactive.dead_letter set asked = 'retry', asked_by = $2, why = null, repaired = $3 where id = $1";

    private const string Columns = """
        select id, grain_type, grain_key, name, stream_name, number, place, cause, put_aside_at, asked, type_version
        """;
}
