using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>A set. Of an addition and a removal of the same element made without knowledge of each other, the addition wins. A removed element leaves nothing behind.</summary>
/// <remarks>The optimized observed-remove set (Bieniusa et al., An Optimized Conflict-free Replicated Set, 2012).</remarks>
/// <typeparam name="T">An element, which has to survive JSON.</typeparam>
public sealed class AddWinsSet<T> : IMergeable<AddWinsSet<T>>
    where T : notnull, IComparable<T>
{
    private readonly Elements<T> _elements;

    [JsonConstructor]
    internal AddWinsSet(ImmutableArray<Element<T>> entries)
        : this(Elements<T>.Of(entries))
    {
    }

    private AddWinsSet(Elements<T> elements) => _elements = elements;

    /// <inheritdoc/>
    public static AddWinsSet<T> Empty { get; } = new(Elements<T>.None);

    /// <summary>The elements, in their order.</summary>
    [JsonIgnore]
    public IEnumerable<T> Items => _elements.All.Keys;

    /// <summary>How many they are.</summary>
    [JsonIgnore]
    public int Count => _elements.All.Count;

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsEmpty => _elements.All.IsEmpty;

    [JsonInclude]
    internal ImmutableArray<Element<T>> Entries => _elements.Entries;

    /// <summary>Whether it has an element.</summary>
    public bool Contains(T item) => _elements.All.ContainsKey(item);

    /// <summary>Adds an element. Adding one that is there makes it withstand removals that do not know of this.</summary>
    public AddWinsSet<T> Add(Writing at, T item)
    {
        ArgumentNullException.ThrowIfNull(at);
        return new AddWinsSet<T>(_elements.Set(item, Dotted<bool>.Only(at.NextDot(), true)));
    }

    /// <summary>Removes an element, as far as it is known here.</summary>
    public AddWinsSet<T> Remove(T item) => new(_elements.Remove(item));

    /// <inheritdoc/>
    public AddWinsSet<T> Join(AddWinsSet<T> other, Joining at)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new AddWinsSet<T>(_elements.Join(other._elements, at));
    }

    /// <inheritdoc/>
    public AddWinsSet<T> Since(AddWinsSet<T> before, Removals removed)
    {
        ArgumentNullException.ThrowIfNull(before);
        return new AddWinsSet<T>(_elements.Since(before._elements, removed));
    }

    /// <inheritdoc/>
    public void Show(Digest digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        digest.AddUnordered(Items, static (part, item) => part.AddJson(item));
    }
}
