namespace ActiveActive.Replication;

/// <summary>What a batch from a peer is.</summary>
internal enum Arrival
{
    /// <summary>The next one: to be stored.</summary>
    Next,

    /// <summary>Stored already.</summary>
    Known,

    /// <summary>There are some missing before it.</summary>
    Gap,

    /// <summary>It does not follow on what is here: there are two histories of the stream. Nothing of it may be taken.</summary>
    Fork,

    /// <summary>Its hash is not that of what it says.</summary>
    Damaged,
}
