namespace ActiveActive.Silo.Console.Inspector;

/// <summary>The statements of the inspector and the lists.</summary>
internal static class InspectorSql
{
    /// <summary>A grain's states.</summary>
    public const string Names = "select name from activeactive.state where grain_type = $1 and grain_key = $2 order by name limit 20";

    /// <summary>Those of which something is put aside.</summary>
    public const string Held = "select distinct name from activeactive.dead_letter where grain_type = $1 and grain_key = $2";

    /// <summary>How many conflicts are kept of each type of grains.</summary>
    public const string ConflictsByGrain = "select grain_type, count(*) from activeactive.conflict group by grain_type order by 2 desc, 1 limit 50";

    /// <summary>How many changes are put aside.</summary>
    public const string DeadLetters = "select count(*) from activeactive.dead_letter";
}
