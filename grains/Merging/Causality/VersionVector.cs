using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>
/// What was seen of each writer, as the number of its last write with all before it (Parker et al., Detection of Mutual Inconsistency in Distributed Systems, 1983). Writers are regions, so it
/// has a handful of entries.
/// </summary>
[JsonConverter(typeof(VersionVectorConverter))]
public sealed class VersionVector : IEquatable<VersionVector>
{
    private VersionVector(ImmutableSortedDictionary<Origin, long> seen) => Seen = seen;

    /// <summary>Nothing was seen.</summary>
    public static VersionVector None { get; } = new(ImmutableSortedDictionary<Origin, long>.Empty);

    /// <summary>The last number seen of each writer; never 0.</summary>
    public ImmutableSortedDictionary<Origin, long> Seen { get; }

    /// <summary>The last number seen of a writer; 0 for none.</summary>
    public long this[Origin origin] => Seen.GetValueOrDefault(origin);

    /// <summary>A vector of these entries; those of 0 are left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public static VersionVector Of(IEnumerable<KeyValuePair<Origin, long>> seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return new VersionVector(seen.Where(static entry => Counted(entry.Value) > 0).ToImmutableSortedDictionary());
    }

    /// <summary>Whether a write was seen.</summary>
    public bool Contains(Dot dot) => dot.Number <= this[dot.Origin];

    /// <summary>This vector with a writer's number raised to <paramref name="number"/>, if it is lower.</summary>
    public VersionVector With(Origin origin, long number) => number > this[origin] ? new VersionVector(Seen.SetItem(origin, number)) : this;

    /// <summary>What either has seen.</summary>
    public VersionVector Join(VersionVector other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Seen.Aggregate(this, static (joined, entry) => joined.With(entry.Key, entry.Value));
    }

    /// <summary>What both have seen.</summary>
    public VersionVector Meet(VersionVector other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Of(Seen.Select(entry => KeyValuePair.Create(entry.Key, Math.Min(entry.Value, other[entry.Key]))));
    }

    /// <summary>Whether this has seen all that the other has.</summary>
    public bool Includes(VersionVector other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Seen.All(entry => entry.Value <= this[entry.Key]);
    }

    /// <summary>How the two relate.</summary>
    public CausalOrder CompareTo(VersionVector other) => (Includes(other), other.Includes(this)) switch
    {
        (true, true) => CausalOrder.Equal,
        (true, false) => CausalOrder.After,
        (false, true) => CausalOrder.Before,
        _ => CausalOrder.Concurrent,
    };

    /// <inheritdoc/>
    public bool Equals(VersionVector? other) => other is not null && Seen.SequenceEqual(other.Seen);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as VersionVector);

    /// <inheritdoc/>
    public override int GetHashCode() => Seen.Aggregate(0, static (hash, entry) => HashCode.Combine(hash, entry.Key, entry.Value));

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Seen.Select(static entry => new Dot(entry.Key, entry.Value)));

    private static long Counted(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        return number;
    }
}
