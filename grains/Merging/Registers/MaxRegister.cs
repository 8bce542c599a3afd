using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>The greatest of all values that were reported.</summary>
/// <typeparam name="T">The value, which has to survive JSON.</typeparam>
public sealed class MaxRegister<T> : IMergeable<MaxRegister<T>>
    where T : IComparable<T>
{
    [JsonConstructor]
    internal MaxRegister(Dotted<T> reports) => Reports = reports;

    /// <inheritdoc/>
    public static MaxRegister<T> Empty { get; } = new(Dotted<T>.None);

    /// <summary>The value; the type's default when there is none.</summary>
    [JsonIgnore]
    public T? Value => IsEmpty ? default : Reports.Values.Values.Max(KeyOrder<T>.Instance);

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsEmpty => Reports.IsEmpty;

    [JsonInclude]
    internal Dotted<T> Reports { get; }

    /// <summary>Reports a value; one that is not above the present one changes nothing.</summary>
    public MaxRegister<T> Report(Writing at, T value)
    {
        ArgumentNullException.ThrowIfNull(at);
        return IsEmpty || KeyOrder<T>.Instance.Compare(value, Value) > 0 ? new MaxRegister<T>(Dotted<T>.Only(at.NextDot(), value)) : this;
    }

    /// <inheritdoc/>
    public MaxRegister<T> Join(MaxRegister<T> other, Joining at)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new MaxRegister<T>(Reports.Join(other.Reports, at));
    }

    /// <inheritdoc/>
    public MaxRegister<T> Since(MaxRegister<T> before, Removals removed)
    {
        ArgumentNullException.ThrowIfNull(before);
        return new MaxRegister<T>(Reports.Since(before.Reports, removed));
    }

    /// <inheritdoc/>
    public void Show(Digest digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        digest.AddJson(IsEmpty).AddJson(Value);
    }
}
