using System.Buffers.Binary;
using ActiveActive.Merging;
using ActiveActive.State.Storage;

namespace ActiveActive.Replication.Repair;

/// <summary>A state in a comparison of regions: where it lies among all, and the print of what it shows and has seen.</summary>
/// <param name="Place">The first 64 bits of a hash of its key, so that states spread evenly and all regions agree where each lies.</param>
/// <param name="Print">Equal in regions that have converged, however their rows are written.</param>
internal readonly record struct StatePrint(ulong Place, BatchHash Print) : IComparable<StatePrint>
{
    /// <summary>The place of a state.</summary>
    public static ulong PlaceOf(StateKey key)
    {
        using var digest = new Digest();
        return BinaryPrimitives.ReadUInt64BigEndian(digest.Add(key.GrainType).Add(key.GrainKey).Add(key.Name).End());
    }

    /// <inheritdoc/>
    public int CompareTo(StatePrint other) =>
        Place.CompareTo(other.Place) is var byPlace and not 0 ? byPlace
        : Print.High.CompareTo(other.Print.High) is var byHigh and not 0 ? byHigh
        : Print.Low.CompareTo(other.Print.Low);
}
