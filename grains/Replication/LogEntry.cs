namespace ActiveActive.Replication;

/// <summary>One thing that a batch tells.</summary>
/// <param name="Hash">Of what it says, the same in every region.</param>
internal abstract record LogEntry(BatchHash Hash)
{
    /// <summary>When its writer committed it, by the clock of the writer's database; null when its code did not say so.</summary>
    public DateTimeOffset? CommittedAt { get; init; }
}
