namespace ActiveActive.Silo;

/// <summary>A store for Orleans' own <c>IPersistentState</c>.</summary>
public enum StorageProvider
{
    /// <summary>Together with durable state, by the group committer: the writes of many grains share a commit.</summary>
    GroupCommit,

    /// <summary>Orleans' ADO.NET storage: one row per commit.</summary>
    AdoNet,
}
