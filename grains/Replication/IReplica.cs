namespace ActiveActive.Replication;

/// <summary>A replicated state in memory.</summary>
internal interface IReplica
{
    /// <summary>Reads the row anew, after what is under way. Done when readers see what was in it when this was called.</summary>
    Task Refresh();
}
