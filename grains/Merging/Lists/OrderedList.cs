using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>A list in which all regions insert and remove at the same time. What one region inserts in a row stays together; elements keep their order; a removed one leaves nothing behind.</summary>
/// <remarks>Each operation costs time in proportion to the list, for lists of up to some thousand elements.</remarks>
/// <typeparam name="T">An element, which has to survive JSON.</typeparam>
public sealed class OrderedList<T> : IMergeable<OrderedList<T>>
{
    private readonly ImmutableArray<KeyValuePair<Dot, Placed<T>>> _inOrder;

    [JsonConstructor]
    internal OrderedList(Dotted<Placed<T>> elements)
    {
        Elements = elements;
        _inOrder = [.. elements.Values.OrderBy(static element => element.Value.Place).ThenBy(static element => element.Key)];
    }

    /// <inheritdoc/>
    public static OrderedList<T> Empty { get; } = new(Dotted<Placed<T>>.None);

    /// <summary>The elements, in order.</summary>
    [JsonIgnore]
    public IEnumerable<T> Items => _inOrder.Select(static element => element.Value.Value);

    /// <summary>How many they are.</summary>
    [JsonIgnore]
    public int Count => _inOrder.Length;

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsEmpty => Elements.IsEmpty;

    [JsonInclude]
    internal Dotted<Placed<T>> Elements { get; }

    /// <summary>The element at an index.</summary>
    public T this[int index] => _inOrder[index].Value.Value;

    /// <summary>Inserts an element before the one at an index, or at the end.</summary>
    /// <param name="at">The update.</param>
    /// <param name="index">From 0 to <see cref="Count"/>.</param>
    /// <param name="item">The element.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such index.</exception>
    public OrderedList<T> Insert(Writing at, int index, T item)
    {
        ArgumentNullException.ThrowIfNull(at);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, Count);
        var dot = at.NextDot();
        var place = Place.Between(index == 0 ? null : _inOrder[index - 1].Value.Place, index == Count ? null : _inOrder[index].Value.Place, dot);
        return new OrderedList<T>(Elements.Add(dot, new Placed<T>(place, item)));
    }

    /// <summary>Inserts an element at the end.</summary>
    public OrderedList<T> Add(Writing at, T item) => Insert(at, Count, item);

    /// <summary>Removes the element at an index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such index.</exception>
    public OrderedList<T> RemoveAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return new OrderedList<T>(Elements.Without((dot, _) => dot == _inOrder[index].Key));
    }

    /// <inheritdoc/>
    public OrderedList<T> Join(OrderedList<T> other, Joining at)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new OrderedList<T>(Elements.Join(other.Elements, at));
    }

    /// <inheritdoc/>
    public OrderedList<T> Since(OrderedList<T> before, Removals removed)
    {
        ArgumentNullException.ThrowIfNull(before);
        return new OrderedList<T>(Elements.Since(before.Elements, removed));
    }

    /// <inheritdoc/>
    public void Show(Digest digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        digest.Add(Count);
        foreach (var item in Items)
        {
            digest.AddJson(item);
        }
    }
}
