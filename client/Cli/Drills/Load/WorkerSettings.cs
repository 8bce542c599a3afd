namespace ActiveActive.Cli.Drills.Load;

/// <summary>What a worker process of the load shall do. Passed on standard input, because it holds the database's password.</summary>
internal sealed record WorkerSettings
{
    public required string Region { get; init; }

    public required string Database { get; init; }

    public required int Seed { get; init; }

    public required int Seconds { get; init; }

    /// <summary>Operations started per second, whether or not earlier ones have ended.</summary>
    public required int Rate { get; init; }

    public required string[] Counters { get; init; }

    public required string[] Accounts { get; init; }

    public required string HistoryFile { get; init; }

    /// <summary>Whether connections are cut between commit and answer.</summary>
    public bool DropReplies { get; init; }
}
