namespace ActiveActive.Silo.Console.Measuring;

/// <summary>What is counted.</summary>
internal enum Counted
{
    /// <summary>Grain calls.</summary>
    Calls = 0,

    /// <summary>Those that failed.</summary>
    Errors = 1,

    /// <summary>Those that were refused by rule.</summary>
    Refusals = 2,

    /// <summary>Those that came for a second time or more.</summary>
    Retries = 3,

    /// <summary>Those that were answered from a stored reply.</summary>
    Duplicates = 4,

    /// <summary>Group commits.</summary>
    Flushes = 5,

    /// <summary>Writes in them.</summary>
    Writes = 6,

    /// <summary>Conflicts that were met when merging.</summary>
    Conflicts = 7,

    /// <summary>How many kinds there are.</summary>
    Kinds = 8,
}
