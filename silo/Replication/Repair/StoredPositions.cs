using ActiveActive.Replication;

namespace ActiveActive.Silo.Replication.Repair;

/// <summary>How far a region is, as its databases say.</summary>
/// <param name="Heads">Up to where it has stored each stream.</param>
/// <param name="Applied">Up to where it has applied each stream.</param>
internal sealed record StoredPositions(IReadOnlyDictionary<StreamId, long> Heads, IReadOnlyDictionary<StreamId, long> Applied)
{
    /// <summary>Those of these streams.</summary>
    /// <param name="streams">The streams.</param>
    /// <param name="self">The region; its own streams are applied as they are written.</param>
    public static StoredPositions Of(IEnumerable<StoredStream> streams, Merging.Origin self)
    {
        var known = streams.ToList();
        return new StoredPositions(
            known.ToDictionary(static stream => stream.Stream, static stream => stream.Head.Number),
            known.ToDictionary(static stream => stream.Stream, stream => stream.Stream.Origin == self ? stream.Head.Number : stream.Applied));
    }

    /// <summary>Whether it has applied all that is up to these positions.</summary>
    public bool HasApplied(IEnumerable<KeyValuePair<StreamId, long>> positions) => positions.All(position => Applied.GetValueOrDefault(position.Key) >= position.Value);
}
