namespace ActiveActive.Silo.Replication.Repair;

/// <summary>The statements of repair and bootstrap.</summary>
internal static class RepairSql
{
    /// <summary>The next rows of one grain type's state, by their keys. The primary key finds them in this order.</summary>
    public const string Rows = """
        select grain_key, type_version, payload, version from activeactive.state
        where grain_type = $1 and name = $2 and grain_key > $3 and payload is not null
        order by grain_key limit $4
        """;

    /// <summary>The same without what is in them.</summary>
    public const string Keys = """
        select grain_key from activeactive.state
        where grain_type = $1 and name = $2 and grain_key > $3 and payload is not null
        order by grain_key limit $4
        """;

    public const string Held = "select distinct grain_type, grain_key, name from activeactive.dead_letter";
}
