namespace ActiveActive.State.Storage;

/// <summary>How a <see cref="StateWrite"/> ended.</summary>
public enum CommitOutcome
{
    /// <summary>It is durable, now or since an earlier sending of the same write.</summary>
    Committed = 0,

    /// <summary>Nothing was written: the row has another version.</summary>
    Stale = 1,

    /// <summary>Nothing was written: at least one of its effects was recorded before.</summary>
    Duplicate = 2,

    /// <summary>Nothing was written: at least one of its effects is too old to be recorded.</summary>
    Expired = 3,
}
