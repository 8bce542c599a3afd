using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>Values by the dots of the changes that wrote them: what nearly all mergeable values are made of.</summary>
/// <typeparam name="T">What a change wrote.</typeparam>
[JsonConverter(typeof(DottedConverterFactory))]
internal sealed class Dotted<T>
{
    public Dotted(ImmutableSortedDictionary<Dot, T> values) => Values = values;

    public static Dotted<T> None { get; } = new(ImmutableSortedDictionary<Dot, T>.Empty);

    public ImmutableSortedDictionary<Dot, T> Values { get; }

    public bool IsEmpty => Values.IsEmpty;

    /// <summary>With one more.</summary>
    public Dotted<T> Add(Dot dot, T value) => new(Values.Add(dot, value));

    /// <summary>With this one alone: it replaces all that were seen.</summary>
    public static Dotted<T> Only(Dot dot, T value) => None.Add(dot, value);

    /// <summary>Without those of which something holds.</summary>
    public Dotted<T> Without(Func<Dot, T, bool> what)
    {
        var left = Values;
        foreach (var (dot, value) in Values)
        {
            if (what(dot, value))
            {
                left = left.Remove(dot);
            }
        }

        return ReferenceEquals(left, Values) ? this : new Dotted<T>(left);
    }

    /// <summary>What both hold, and what one holds and the other has not seen.</summary>
    /// <param name="other">The other side.</param>
    /// <param name="at">What each has seen.</param>
    /// <param name="same">Makes one of two values of the same dot; null when they are always equal.</param>
    public Dotted<T> Join(Dotted<T> other, Joining at, Func<T, T, T>? same = null)
    {
        if (ReferenceEquals(Values, other.Values))
        {
            return this;
        }

        var joined = Values;
        foreach (var (dot, value) in Values)
        {
            if (other.Values.TryGetValue(dot, out var theirs))
            {
                joined = same is null ? joined : joined.SetItem(dot, same(value, theirs));
            }
            else if (at.Theirs.Contains(dot))
            {
                joined = joined.Remove(dot);
            }
        }

        foreach (var (dot, value) in other.Values)
        {
            if (!Values.ContainsKey(dot) && !at.Ours.Contains(dot))
            {
                joined = joined.Add(dot, value);
            }
        }

        return ReferenceEquals(joined, Values) ? this : new Dotted<T>(joined);
    }

    /// <summary>What was not there before; what is not there any more is told.</summary>
    public Dotted<T> Since(Dotted<T> before, Removals removed)
    {
        if (ReferenceEquals(Values, before.Values))
        {
            return None;
        }

        foreach (var dot in before.Values.Keys)
        {
            if (!Values.ContainsKey(dot))
            {
                removed.Add(dot);
            }
        }

        return Without((dot, _) => before.Values.ContainsKey(dot));
    }
}
