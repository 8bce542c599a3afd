namespace ActiveActive.Database.Embedded;

/// <summary>PostgreSQL's three ways to stop; none of them loses a committed transaction.</summary>
public enum PostgresStopMode
{
    /// <summary>Waits until all clients have gone.</summary>
    Smart,

    /// <summary>Ends the sessions, writes a checkpoint, stops. The next start is quick.</summary>
    Fast,

    /// <summary>Stops at once, as in a crash. The next start recovers from the log.</summary>
    Immediate,
}
