using ActiveActive.Replication;

namespace ActiveActive.Tests.Simulation;

/// <summary>A write that waits for the next flush.</summary>
/// <param name="Key">The grain; -1 for no row.</param>
/// <param name="Version">The version that its row must have.</param>
/// <param name="Payload">The row's next content; null to leave it.</param>
/// <param name="Done">Told the outcome, and the number of the batch that has its entry.</param>
internal sealed record PendingCommit(int Key, long Version, byte[]? Payload, Action<CommitResult, long> Done)
{
    /// <summary>What goes into the log, with its stream; null for nothing.</summary>
    public (StreamId Stream, LogEntry Entry)? Entry { get; init; }

    /// <summary>An effect that must be new.</summary>
    public Guid? Effect { get; init; }

    /// <summary>Effects of other regions, recorded if they are not yet.</summary>
    public IReadOnlyList<Guid> MergedEffects { get; init; } = [];

    /// <summary>Whatever else it changes.</summary>
    public Func<SimDisk, SimDisk> Also { get; init; } = static disk => disk;
}
