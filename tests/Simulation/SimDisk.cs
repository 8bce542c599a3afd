using System.Collections.Immutable;
using ActiveActive.Merging;
using ActiveActive.Replication;

namespace ActiveActive.Tests.Simulation;

/// <summary>What a region's database holds. A commit makes the next one, so a backup is one that was kept.</summary>
/// <param name="Self">The region in its incarnation.</param>
/// <param name="HasRejoined">Whether it knows again what it knew, in this incarnation.</param>
internal sealed record SimDisk(Origin Self, bool HasRejoined)
{
    public ImmutableDictionary<int, SimRow> Rows { get; init; } = ImmutableDictionary<int, SimRow>.Empty;

    public ImmutableHashSet<Guid> Effects { get; init; } = [];

    public ImmutableSortedDictionary<StreamId, ImmutableList<LogBatch>> Log { get; init; } = ImmutableSortedDictionary<StreamId, ImmutableList<LogBatch>>.Empty;

    public ImmutableSortedDictionary<StreamId, long> Applied { get; init; } = ImmutableSortedDictionary<StreamId, long>.Empty;

    /// <summary>What could not be merged, with all that came behind it for the same grain.</summary>
    public ImmutableDictionary<int, ImmutableList<ArrivedEntry>> Aside { get; init; } = ImmutableDictionary<int, ImmutableList<ArrivedEntry>>.Empty;

    public ImmutableSortedDictionary<StreamId, long> Told { get; init; } = ImmutableSortedDictionary<StreamId, long>.Empty;

    /// <summary>The last batch of a stream.</summary>
    public StreamHead Head(StreamId stream) => Log.TryGetValue(stream, out var batches) && batches.Count > 0 ? new StreamHead(batches[^1].Number, batches[^1].Hash) : default;

    /// <summary>With one more batch.</summary>
    public SimDisk With(LogBatch batch) => this with { Log = Log.SetItem(batch.Stream, Log.GetValueOrDefault(batch.Stream, []).Add(batch)) };
}
