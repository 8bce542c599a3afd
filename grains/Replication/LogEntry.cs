namespace ActiveActive.Replication;

/// <summary>One thing that a batch tells.</summary>
/// <param name="Hash">Of what it says, the same in every region.</param>
internal abstract record LogEntry(BatchHash Hash);
