using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>A set. Of an addition and a removal of the same element made without knowledge of each other, the removal wins.</summary>
/// <remarks>A removed element is kept as removed until every region has that, since an addition that does not know of it may be under way.</remarks>
/// <typeparam name="T">An element, which has to survive JSON.</typeparam>
public sealed class RemoveWinsSet<T> : IMergeable<RemoveWinsSet<T>>
    where T : notnull, IComparable<T>
{
    private readonly Elements<T> _elements;

    [JsonConstructor]
    internal RemoveWinsSet(ImmutableArray<Element<T>> entries)
        : this(Elements<T>.Of(entries))
    {
    }

    private RemoveWinsSet(Elements<T> elements) => _elements = elements;

    /// <inheritdoc/>
    public static RemoveWinsSet<T> Empty { get; } = new(Elements<T>.None);

    /// <summary>The elements, in their order.</summary>
    [JsonIgnore]
    public IEnumerable<T> Items => _elements.All.Where(static entry => IsIn(entry.Value)).Select(static entry => entry.Key);

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsEmpty => !Items.Any();

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsForgotten => _elements.All.IsEmpty;

    [JsonInclude]
    internal ImmutableArray<Element<T>> Entries => _elements.Entries;

    /// <summary>Whether it has an element.</summary>
    public bool Contains(T item) => _elements.All.TryGetValue(item, out var changes) && IsIn(changes);

    /// <summary>Adds an element; removals that are known here are undone.</summary>
    public RemoveWinsSet<T> Add(Writing at, T item)
    {
        ArgumentNullException.ThrowIfNull(at);
        return new RemoveWinsSet<T>(_elements.Set(item, Dotted<bool>.Only(at.NextDot(), true)));
    }

    /// <summary>Removes an element, also where it is being added without knowledge of this.</summary>
    public RemoveWinsSet<T> Remove(Writing at, T item)
    {
        ArgumentNullException.ThrowIfNull(at);
        return new RemoveWinsSet<T>(_elements.Set(item, Dotted<bool>.Only(at.NextDot(), false)));
    }

    /// <inheritdoc/>
    public RemoveWinsSet<T> Join(RemoveWinsSet<T> other, Joining at)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new RemoveWinsSet<T>(_elements.Join(other._elements, at));
    }

    /// <inheritdoc/>
    public RemoveWinsSet<T> Since(RemoveWinsSet<T> before, Removals removed)
    {
        ArgumentNullException.ThrowIfNull(before);
        return new RemoveWinsSet<T>(_elements.Since(before._elements, removed));
    }

    /// <inheritdoc/>
    public RemoveWinsSet<T> Fold(VersionVector stable)
    {
        ArgumentNullException.ThrowIfNull(stable);
        return new RemoveWinsSet<T>(_elements.All
            .Where(entry => !IsIn(entry.Value) && entry.Value.Values.Keys.All(stable.Contains))
            .Aggregate(_elements, static (left, entry) => left.Remove(entry.Key)));
    }

    /// <inheritdoc/>
    public void Show(Digest digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        digest.AddUnordered(Items, static (part, item) => part.AddJson(item));
    }

    private static bool IsIn(Dotted<bool> changes) => !changes.Values.ContainsValue(false);
}
