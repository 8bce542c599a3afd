namespace ActiveActive;

/// <summary>What has to have happened before a change of replicated state is acknowledged.</summary>
public enum Acknowledge
{
    /// <summary>It is committed in this region. It reaches the others later; if this region's database is lost before that, so is the change.</summary>
    Local = 0,

    /// <summary>It is also stored in the databases of a majority of the regions that may hold it, this one included. Readers here may see it before.</summary>
    Majority = 1,
}
