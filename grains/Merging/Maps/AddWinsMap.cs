using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>
/// A map of mergeable values. Changes to the same key meet in its value; of a change and a removal of the same key made without knowledge of each other, the change wins. A removed key leaves nothing behind.
/// </summary>
/// <remarks>
/// A removal takes what its region had seen. So a counter under a key that is removed here and added to there comes back with what was added there and not seen here (Baquero, Almeida, Lerche, The Problem with Embedded
/// CRDT Counters and a Solution, 2016). A key whose value is empty is not there.
/// </remarks>
/// <typeparam name="TKey">A key, which has to survive JSON.</typeparam>
/// <typeparam name="TValue">A value that merges: one of the types here, or a record of such.</typeparam>
public sealed class AddWinsMap<TKey, TValue> : IMergeable<AddWinsMap<TKey, TValue>>, IRestores<AddWinsMap<TKey, TValue>>
    where TKey : notnull, IComparable<TKey>
    where TValue : class
{
    private static readonly ImmutableSortedDictionary<TKey, TValue> NoEntries = ImmutableSortedDictionary.Create<TKey, TValue>(KeyOrder<TKey>.Instance);
    private readonly ImmutableSortedDictionary<TKey, TValue> _all;

    [JsonConstructor]
    internal AddWinsMap(ImmutableArray<MapEntry<TKey, TValue>> entries)
        : this(entries.IsDefaultOrEmpty ? NoEntries : NoEntries.AddRange(entries.Select(static entry => KeyValuePair.Create(entry.Key, entry.Value))))
    {
    }

    private AddWinsMap(ImmutableSortedDictionary<TKey, TValue> all) => _all = all;

    /// <inheritdoc/>
    public static AddWinsMap<TKey, TValue> Empty { get; } = new(NoEntries);

    /// <summary>The keys, in their order, with their values.</summary>
    [JsonIgnore]
    public IEnumerable<KeyValuePair<TKey, TValue>> Items => _all.Where(static entry => !Merge.IsEmpty(entry.Value));

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsEmpty => !Items.Any();

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsForgotten => _all.IsEmpty;

    /// <summary>The value of a key; the empty one when it is not there.</summary>
    public TValue this[TKey key] => _all.GetValueOrDefault(key, Merge.Empty);

    [JsonInclude]
    internal ImmutableArray<MapEntry<TKey, TValue>> Entries => [.. _all.Select(static entry => new MapEntry<TKey, TValue>(entry.Key, entry.Value))];

    private static Merger<TValue> Merge => Merger<TValue>.Instance;

    /// <summary>Changes the value of a key; the empty value is changed when it is not there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="change">Gives the next value; it takes what it needs from the same <see cref="Writing"/>.</param>
    public AddWinsMap<TKey, TValue> Update(TKey key, Func<TValue, TValue> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new AddWinsMap<TKey, TValue>(With(_all, key, change(this[key])));
    }

    /// <summary>Whether a key is there.</summary>
    public bool ContainsKey(TKey key) => !Merge.IsEmpty(this[key]);

    /// <summary>Removes a key, as far as its value is known here.</summary>
    public AddWinsMap<TKey, TValue> Remove(TKey key) => new(_all.Remove(key));

    /// <inheritdoc/>
    public AddWinsMap<TKey, TValue> Join(AddWinsMap<TKey, TValue> other, Joining at)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(at);
        return new AddWinsMap<TKey, TValue>(KeyOrder<TKey>.Both(_all, other._all).Aggregate(_all, (joined, key) => With(joined, key, Merge.Join(this[key], other[key], at.Within(key)))));
    }

    /// <inheritdoc/>
    public AddWinsMap<TKey, TValue> Since(AddWinsMap<TKey, TValue> before, Removals removed)
    {
        ArgumentNullException.ThrowIfNull(before);
        return new AddWinsMap<TKey, TValue>(KeyOrder<TKey>.Both(_all, before._all).Where(key => !ReferenceEquals(this[key], before[key])).Aggregate(NoEntries, (changed, key) => With(changed, key, Merge.Since(this[key], before[key], removed))));
    }

    /// <inheritdoc/>
    public AddWinsMap<TKey, TValue> Fold(VersionVector stable) => new(_all.Aggregate(_all, (left, entry) => With(left, entry.Key, Merge.Fold(entry.Value, stable))));

    /// <inheritdoc/>
    public void Show(Digest digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        digest.AddUnordered(Items, static (part, entry) => Merge.Show(entry.Value, part.AddJson(entry.Key)));
    }

    /// <inheritdoc/>
    public AddWinsMap<TKey, TValue> Restore(Writing at, StatePath path, JsonElement value)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Update(path.First<TKey>(), present => Merge.Restore(present, at, path.Rest, value));
    }

    private static ImmutableSortedDictionary<TKey, TValue> With(ImmutableSortedDictionary<TKey, TValue> all, TKey key, TValue value) => Merge.IsForgotten(value) ? all.Remove(key) : all.SetItem(key, value);
}
