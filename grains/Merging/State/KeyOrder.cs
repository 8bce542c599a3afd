namespace ActiveActive.Merging;

/// <summary>An order of keys and elements that is the same in every process: texts by their code units, whatever the culture.</summary>
internal static class KeyOrder<T>
    where T : IComparable<T>
{
    public static IComparer<T> Instance { get; } = typeof(T) == typeof(string) ? (IComparer<T>)(object)StringComparer.Ordinal : Comparer<T>.Default;
}
