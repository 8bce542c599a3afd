namespace ActiveActive.TestKit.Load;

/// <summary>What a load process shall do. Passed on standard input, because it holds the database's password.</summary>
internal sealed record WorkerSettings
{
    /// <summary>The region's or cluster's name.</summary>
    public required string Region { get; init; }

    /// <summary>Connection string of its database.</summary>
    public required string Database { get; init; }

    public required LoadPlan Plan { get; init; }

    public required string HistoryFile { get; init; }

    /// <summary>Whether connections are cut between commit and answer.</summary>
    public bool DropReplies { get; init; }

    /// <summary>Connection strings of the other regions by name, which are asked when the own one does not answer in time. Empty where there is one.</summary>
    public Dictionary<string, string> Elsewhere { get; init; } = [];

    /// <summary>What else the target needs to know, such as a peer's seed nodes.</summary>
    public Dictionary<string, string> Extra { get; init; } = [];
}
