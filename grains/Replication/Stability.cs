using ActiveActive.Merging;

namespace ActiveActive.Replication;

/// <summary>
/// What every region of a class has applied, as far as this region can tell. What is stable, no region can write without knowledge of, and this region has all that was written without knowledge of it.
/// </summary>
/// <remarks>
/// The regions say in their own streams what they have applied (<see cref="MarkEntry"/>), and only what stands in batches that are applied here counts. A region with several streams has to say it in each. The idea is that of causal
/// stability (Baquero, Almeida, Shoker, Making Operation-Based CRDTs Operation-Based, 2014).
/// </remarks>
/// <param name="self">This region, in its incarnation.</param>
/// <param name="regionsOf">The names of the regions of a residency class, with this one.</param>
internal sealed class Stability(Origin self, Func<string, IReadOnlyCollection<string>> regionsOf) : IStability
{
    private readonly Dictionary<StreamId, long> _applied = [];
    private readonly Dictionary<StreamId, MarkEntry> _said = [];

    /// <summary>Notes up to where a stream is applied here.</summary>
    public void Applied(StreamId stream, long number) => _applied[stream] = number;

    /// <summary>Notes what a region has said, in the order in which it has said it.</summary>
    /// <param name="stream">The region's stream.</param>
    /// <param name="mark">What it has said.</param>
    public void Heard(StreamId stream, MarkEntry mark) => _said[stream] = mark;

    /// <summary>Up to which batch a stream is stable; 0 for nothing.</summary>
    public long Stable(StreamId stream) => regionsOf(stream.Class).Min(region => Has(region, stream));

    // Up to where a region has a stream, for certain.
    private long Has(string region, StreamId stream)
    {
        if (region == self.Region)
        {
            return _applied.GetValueOrDefault(stream);
        }

        var (incarnation, marks) = LatestOf(region, stream.Class);
        if (stream.Origin.Region == region && stream.Origin.Incarnation >= incarnation)
        {
            return long.MaxValue; // its own
        }

        return marks.Count > 0 && marks.Count == marks[0].Shards && marks.All(mark => HasEarlierLives(region, incarnation, mark))
            ? marks.Min(mark => mark.Applied.GetValueOrDefault(stream))
            : 0;
    }

    private (int Incarnation, IReadOnlyList<MarkEntry> Marks) LatestOf(string region, string residency)
    {
        var said = _said.Where(one => one.Key.Origin.Region == region && one.Key.Class == residency).ToList();
        var latest = said.Count == 0 ? 0 : said.Max(static one => one.Key.Origin.Incarnation);
        return (latest, [.. said.Where(one => one.Key.Origin.Incarnation == latest).Select(static one => one.Value)]);
    }

    // What a region has written in an earlier life may still be on its way here, and it may not have known of what the region knows now.
    private bool HasEarlierLives(string region, int incarnation, MarkEntry mark) =>
        mark.Applied.All(one => one.Key.Origin.Region != region || one.Key.Origin.Incarnation >= incarnation || _applied.GetValueOrDefault(one.Key) >= one.Value);
}
