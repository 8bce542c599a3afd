namespace ActiveActive.Replication.Repair;

/// <summary>How a state in this region and in another one relate, after everything that either had at the first look was applied in both.</summary>
internal enum Finding
{
    /// <summary>Both are the same.</summary>
    Same,

    /// <summary>They change too often to be compared; nothing is known to be wrong.</summary>
    Changing,

    /// <summary>This region lacks changes that it says to have applied.</summary>
    LacksHere,

    /// <summary>The other region lacks changes that it says to have applied.</summary>
    LacksThere,

    /// <summary>Each lacks changes of the other.</summary>
    LacksBoth,

    /// <summary>Both have seen the same and show different values: one row was altered.</summary>
    Altered,

    /// <summary>This region's row cannot be read.</summary>
    UnreadableHere,

    /// <summary>The other region's row cannot be read.</summary>
    UnreadableThere,

    /// <summary>In one of them, changes of it are put aside.</summary>
    Held,
}
