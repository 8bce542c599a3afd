using System.Text.Json;

namespace ActiveActive.Merging;

/// <summary>How values of a type merge: by themselves (<see cref="IMergeable{TSelf}"/>), or, if it is a record of such, member by member.</summary>
/// <typeparam name="T">The type.</typeparam>
internal abstract class Merger<T>
    where T : class
{
    private static readonly Lazy<Merger<T>> Made = new(Make);

    /// <summary>The one for this type.</summary>
    /// <exception cref="NotMergeableException">The type does not merge.</exception>
    public static Merger<T> Instance => Made.Value;

    /// <summary>The value before any change.</summary>
    public abstract T Empty { get; }

    public abstract bool IsEmpty(T value);

    public abstract bool IsForgotten(T value);

    public abstract T Join(T one, T other, Joining at);

    public abstract T Since(T value, T before, Removals removed);

    public abstract T Fold(T value, VersionVector stable);

    public abstract void Show(T value, Digest digest);

    /// <summary>Writes a value at a place.</summary>
    /// <exception cref="RefusedException">There is no such place.</exception>
    public abstract T Restore(T value, Writing at, StatePath path, JsonElement restored);

    private static Merger<T> Make()
    {
        var merges = typeof(T).GetInterfaces().Any(static one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IMergeable<>) && one.GenericTypeArguments[0] == typeof(T));
        return merges
            ? (Merger<T>)Activator.CreateInstance(typeof(OwnMerger<>).MakeGenericType(typeof(T)))!
            : new RecordMerger<T>();
    }
}
