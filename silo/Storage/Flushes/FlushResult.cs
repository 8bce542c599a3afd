namespace ActiveActive.Silo.Storage.Flushes;

/// <summary>What the database answers to a flush.</summary>
/// <param name="Outcomes">The outcome of each write, as commit_states tells it; null when all were committed.</param>
/// <param name="Batches">The batch of each stream that got one.</param>
internal sealed record FlushResult(short[]? Outcomes, IReadOnlyDictionary<int, long> Batches)
{
    private static readonly Dictionary<int, long> NoBatches = [];

    /// <summary>All were committed, and none told other regions anything.</summary>
    public static FlushResult AllCommitted { get; } = new(null, NoBatches);

    /// <summary>Of writes that tell other regions nothing.</summary>
    public static FlushResult Of(short[]? outcomes) => outcomes is null ? AllCommitted : new FlushResult(outcomes, NoBatches);
}
