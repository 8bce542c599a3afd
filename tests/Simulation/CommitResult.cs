namespace ActiveActive.Tests.Simulation;

/// <summary>How a write ended.</summary>
internal enum CommitResult
{
    /// <summary>It is durable.</summary>
    Committed,

    /// <summary>Another one has written the row.</summary>
    Stale,

    /// <summary>Its effect was made before.</summary>
    Duplicate,
}
