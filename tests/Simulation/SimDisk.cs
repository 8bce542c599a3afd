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

    public ImmutableSortedDictionary<StreamId, SimStream> Log { get; init; } = ImmutableSortedDictionary<StreamId, SimStream>.Empty;

    public ImmutableSortedDictionary<StreamId, long> Applied { get; init; } = ImmutableSortedDictionary<StreamId, long>.Empty;

    /// <summary>What could not be merged, with all that came behind it for the same grain.</summary>
    public ImmutableDictionary<int, ImmutableList<ArrivedEntry>> Aside { get; init; } = ImmutableDictionary<int, ImmutableList<ArrivedEntry>>.Empty;

    public ImmutableSortedDictionary<StreamId, long> Told { get; init; } = ImmutableSortedDictionary<StreamId, long>.Empty;

    /// <summary>Whether a snapshot is to be taken, as the peers do not keep what comes next here.</summary>
    public bool WantsSnapshot { get; init; }

    /// <summary>Up to where the last snapshot wants this region to apply.</summary>
    public ImmutableSortedDictionary<StreamId, long> Reach { get; init; } = ImmutableSortedDictionary<StreamId, long>.Empty;

    /// <summary>A request that was made before this time is not made again here: it may have been made where a snapshot came from.</summary>
    public long NoRetriesBefore { get; init; } = long.MinValue;

    /// <summary>The grains whose rows were damaged, and not mended yet.</summary>
    public ImmutableHashSet<int> Damaged { get; init; } = [];

    /// <summary>The last batch of a stream.</summary>
    public StreamHead Head(StreamId stream) => Of(stream).Head;

    /// <summary>A stream.</summary>
    public SimStream Of(StreamId stream) => Log.GetValueOrDefault(stream, SimStream.Empty);

    /// <summary>With one more batch.</summary>
    public SimDisk With(LogBatch batch) => With(batch.Stream, Of(batch.Stream) with { Batches = Of(batch.Stream).Batches.Add(batch) });

    /// <summary>With a stream as it is now.</summary>
    public SimDisk With(StreamId stream, SimStream now) => this with { Log = Log.SetItem(stream, now) };

    /// <summary>Up to where the rows have all of a stream, for certain.</summary>
    public long Has(StreamId stream) => Aside.Values.SelectMany(static aside => aside).Where(entry => entry.Stream == stream).Select(static entry => entry.Batch - 1)
        .Append(stream.Origin == Self ? Head(stream).Number : Applied.GetValueOrDefault(stream)).Min();
}
