namespace ActiveActive.Merging;

/// <summary>What became of a value that was written without knowledge of another.</summary>
public enum ConflictKind
{
    /// <summary>It is not shown: the other one has the higher stamp.</summary>
    Discarded,

    /// <summary>It is shown beside the other one, until somebody writes again.</summary>
    Concurrent,
}
