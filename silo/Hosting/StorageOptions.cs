namespace ActiveActive.Silo;

/// <summary>How state is kept.</summary>
public sealed class StorageOptions
{
    /// <summary>
    /// Where Orleans' own <c>IPersistentState</c> is kept. Default <see cref="StorageProvider.GroupCommit"/>. The two keep it in different tables: to change it for an application that has data, stop it
    /// and move them (<c>aactl db import-adonet</c>). <c>IDurableState</c> is always kept by the group committer.
    /// </summary>
    public StorageProvider Provider { get; set; } = StorageProvider.GroupCommit;

    /// <summary>
    /// Connection strings of the databases that hold state, effects and sends, when they shall be several: each grain is in one of them, by a hash. Default none: the region's database. Their number and order are
    /// fixed when they are first used.
    /// </summary>
    public IList<string> Shards { get; set; } = [];

    /// <summary>
    /// How many flushes may be under way to a database at once, each on a connection of its own. Default 2: one is prepared while the other waits for the disk. 1 to 16. More make more and smaller
    /// flushes; they pay where a commit takes long, as with a synchronous standby far away.
    /// </summary>
    public int FlushConnections { get; set; } = 2;

    /// <summary>
    /// How many reads of states and effects may be under way to a database at once, each on a connection of its own. Default 2; 1 to 64. Reads of states that wait for one go together, so that the grains of a silo that
    /// has died are read in few statements. More pay where the database is far away and many grains come up that were not active.
    /// </summary>
    public int ReadConnections { get; set; } = 2;

    /// <summary>The most writes of one flush. Default 1,000; 1 to 10,000.</summary>
    public int MaxFlushWrites { get; set; } = 1_000;

    /// <summary>The most bytes of one flush, unless a single write has more. Default 4 MiB, at least 64 KiB.</summary>
    public long MaxFlushBytes { get; set; } = 4 << 20;

    /// <summary>How many writes may wait or be under way; more are refused as overloaded. Default 100,000, at least 1.</summary>
    public int MaxQueuedWrites { get; set; } = 100_000;

    /// <summary>How many bytes of writes may wait or be under way; more are refused as overloaded. Default 256 MiB, at least 1 MiB.</summary>
    public long MaxQueuedBytes { get; set; } = 256 << 20;
}
