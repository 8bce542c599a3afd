using System.Collections.Immutable;

namespace ActiveActive.Merging;

/// <summary>An order of keys and elements that is the same in every process: texts by their code units, whatever the culture.</summary>
internal static class KeyOrder<T>
    where T : notnull, IComparable<T>
{
    public static IComparer<T> Instance { get; } = typeof(T) == typeof(string) ? (IComparer<T>)(object)StringComparer.Ordinal : Comparer<T>.Default;

    /// <summary>The keys that are in one of two maps, or in both.</summary>
    public static IEnumerable<T> Both<TValue>(ImmutableSortedDictionary<T, TValue> one, ImmutableSortedDictionary<T, TValue> other) =>
        ReferenceEquals(one, other) ? one.Keys : one.Keys.Concat(other.Keys.Where(key => !one.ContainsKey(key)));
}
