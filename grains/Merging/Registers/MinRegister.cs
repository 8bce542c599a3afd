using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>The least of all values that were reported.</summary>
/// <typeparam name="T">The value, which has to survive JSON.</typeparam>
public sealed class MinRegister<T> : IMergeable<MinRegister<T>>
    where T : IComparable<T>
{
    [JsonConstructor]
    internal MinRegister(Dotted<T> reports) => Reports = reports;

    /// <inheritdoc/>
    public static MinRegister<T> Empty { get; } = new(Dotted<T>.None);

    /// <summary>The value; the type's default when there is none.</summary>
    [JsonIgnore]
    public T? Value => IsEmpty ? default : Reports.Values.Values.Min(KeyOrder<T>.Instance);

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsEmpty => Reports.IsEmpty;

    [JsonInclude]
    internal Dotted<T> Reports { get; }

    /// <summary>Reports a value; one that is not below the present one changes nothing.</summary>
    public MinRegister<T> Report(Writing at, T value)
    {
        ArgumentNullException.ThrowIfNull(at);
        return IsEmpty || KeyOrder<T>.Instance.Compare(value, Value) < 0 ? new MinRegister<T>(Dotted<T>.Only(at.NextDot(), value)) : this;
    }

    /// <inheritdoc/>
    public MinRegister<T> Join(MinRegister<T> other, Joining at)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new MinRegister<T>(Reports.Join(other.Reports, at));
    }

    /// <inheritdoc/>
    public MinRegister<T> Since(MinRegister<T> before, Removals removed)
    {
        ArgumentNullException.ThrowIfNull(before);
        return new MinRegister<T>(Reports.Since(before.Reports, removed));
    }

    /// <inheritdoc/>
    public void Show(Digest digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        digest.AddJson(IsEmpty).AddJson(Value);
    }
}
