using System.Collections.Immutable;

namespace ActiveActive.Merging;

/// <summary>What sets have in common: elements with their changes. One without changes is not there.</summary>
internal sealed class Elements<T>
    where T : notnull, IComparable<T>
{
    private Elements(ImmutableSortedDictionary<T, Dotted<bool>> all) => All = all;

    public static Elements<T> None { get; } = new(ImmutableSortedDictionary.Create<T, Dotted<bool>>(KeyOrder<T>.Instance));

    public ImmutableSortedDictionary<T, Dotted<bool>> All { get; }

    public ImmutableArray<Element<T>> Entries => [.. All.Select(static entry => new Element<T>(entry.Key, entry.Value))];

    public static Elements<T> Of(ImmutableArray<Element<T>> entries) =>
        entries.IsDefaultOrEmpty ? None : new(None.All.AddRange(entries.Select(static entry => KeyValuePair.Create(entry.Item, entry.Changes))));

    public Elements<T> Set(T item, Dotted<bool> changes) => new(All.SetItem(item, changes));

    public Elements<T> Remove(T item) => new(All.Remove(item));

    public Elements<T> Join(Elements<T> other, Joining at)
    {
        var joined = All.ToBuilder();
        foreach (var item in KeyOrder<T>.Both(All, other.All))
        {
            Keep(joined, item, ChangesOf(item).Join(other.ChangesOf(item), at));
        }

        return new Elements<T>(joined.ToImmutable());
    }

    public Elements<T> Since(Elements<T> before, Removals removed)
    {
        var changed = None.All.ToBuilder();
        foreach (var item in KeyOrder<T>.Both(All, before.All))
        {
            Keep(changed, item, ChangesOf(item).Since(before.ChangesOf(item), removed));
        }

        return new Elements<T>(changed.ToImmutable());
    }

    private static void Keep(ImmutableSortedDictionary<T, Dotted<bool>>.Builder elements, T item, Dotted<bool> changes)
    {
        if (changes.IsEmpty)
        {
            elements.Remove(item);
        }
        else
        {
            elements[item] = changes;
        }
    }

    private Dotted<bool> ChangesOf(T item) => All.GetValueOrDefault(item, Dotted<bool>.None);
}
