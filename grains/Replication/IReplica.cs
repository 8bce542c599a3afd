namespace ActiveActive.Replication;

/// <summary>A replicated state in memory.</summary>
internal interface IReplica
{
    /// <summary>Reads the row anew, after what is under way. Done when readers see what was in it when this was called.</summary>
    Task Refresh();

    /// <summary>Keeps it from writing until it is refreshed, for half a second at most. Done when nothing of it is under way.</summary>
    Task Hold();
}
