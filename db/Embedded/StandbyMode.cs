namespace ActiveActive.Database.Embedded;

/// <summary>What a primary waits for before it confirms a commit.</summary>
public enum StandbyMode
{
    /// <summary>Until the standby has the commit on its disk, too. While the standby is away, commits wait.</summary>
    Synchronous,

    /// <summary>For its own disk only. A promotion loses what had not arrived at the standby.</summary>
    Asynchronous,
}
