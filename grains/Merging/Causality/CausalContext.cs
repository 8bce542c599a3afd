using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>
/// Which writes were seen: all of some writers up to a number, and single ones beyond. Whoever has seen a write and does not hold its value knows that it was replaced or removed; that is why no marks of removed things
/// are kept (Almeida, Shoker, Baquero, Delta State Replicated Data Types, 2018, section 7.2, the compact causal context).
/// </summary>
/// <remarks>Where each writer's changes arrive in order, it is a version vector and nothing else.</remarks>
public sealed class CausalContext : IEquatable<CausalContext>
{
    private static readonly ImmutableSortedSet<Dot> NoDots = [];

    /// <summary>A context of these writes.</summary>
    /// <param name="vector">Seen without gaps.</param>
    /// <param name="beyond">Seen besides; those that <paramref name="vector"/> contains or that follow on it go into it. Null for none.</param>
    [JsonConstructor]
    public CausalContext(VersionVector vector, ImmutableSortedSet<Dot>? beyond = null)
    {
        ArgumentNullException.ThrowIfNull(vector);
        var left = beyond ?? NoDots;

        // Dots are sorted, so those of a writer come in the order of their numbers.
        foreach (var dot in left)
        {
            if (dot.Number <= vector[dot.Origin] + 1)
            {
                vector = vector.With(dot.Origin, dot.Number);
                left = left.Remove(dot);
            }
        }

        (Vector, Beyond) = (vector, left);
    }

    /// <summary>Nothing was seen.</summary>
    public static CausalContext None { get; } = new(VersionVector.None);

    /// <summary>What was seen without gaps.</summary>
    public VersionVector Vector { get; }

    /// <summary>What was seen beyond a gap.</summary>
    public ImmutableSortedSet<Dot> Beyond { get; }

    /// <summary>A context of these writes and no other.</summary>
    public static CausalContext Of(IEnumerable<Dot> dots) => new(VersionVector.None, [.. dots]);

    /// <summary>Whether a write was seen.</summary>
    public bool Contains(Dot dot) => Vector.Contains(dot) || Beyond.Contains(dot);

    /// <summary>The next dot of a writer: its last one's number and one more.</summary>
    public Dot Next(Origin origin) => new(origin, Math.Max(Vector[origin], Beyond.Where(dot => dot.Origin == origin).Select(static dot => dot.Number).DefaultIfEmpty().Max()) + 1);

    /// <summary>What either has seen.</summary>
    public CausalContext Join(CausalContext other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new CausalContext(Vector.Join(other.Vector), Beyond.Union(other.Beyond));
    }

    /// <summary>Whether this has seen all that the other has.</summary>
    public bool Includes(CausalContext other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Beyond.All(Contains) && other.Vector.Seen.All(entry => entry.Value <= Vector[entry.Key] || Between(entry.Key, entry.Value) == entry.Value - Vector[entry.Key]);
    }

    /// <inheritdoc/>
    public bool Equals(CausalContext? other) => other is not null && Vector.Equals(other.Vector) && Beyond.SetEquals(other.Beyond);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CausalContext);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Vector, Beyond.Count);

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', ((string[])[Vector.ToString(), .. Beyond.Select(static dot => $"+{dot}")]).Where(static part => part.Length > 0));

    // Of a writer, up to a number; all of them are above the vector's.
    private int Between(Origin origin, long number) => Beyond.Count(dot => dot.Origin == origin && dot.Number <= number);
}
