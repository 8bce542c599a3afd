using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>The least of all values that were reported.</summary>
/// <typeparam name="T">The value, which has to survive JSON.</typeparam>
public sealed class MinRegister<T> : DottedValue<MinRegister<T>, T>, IMergeable<MinRegister<T>>
    where T : IComparable<T>
{
    [JsonConstructor]
    internal MinRegister(Dotted<T> changes)
        : base(changes)
    {
    }

    /// <inheritdoc/>
    public static MinRegister<T> Empty { get; } = new(Dotted<T>.None);

    /// <summary>The value; the type's default when there is none.</summary>
    [JsonIgnore]
    public T? Value => IsEmpty ? default : Changes.Values.Values.Min(KeyOrder<T>.Instance);

    /// <summary>Reports a value; one that is not below the present one changes nothing.</summary>
    public MinRegister<T> Report(Writing at, T value) => IsEmpty || KeyOrder<T>.Instance.Compare(value, Value) < 0 ? Replaced(at, value) : this;

    /// <inheritdoc/>
    public void Show(Digest digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        digest.AddJson(IsEmpty).AddJson(Value);
    }

    private protected override MinRegister<T> With(Dotted<T> changes) => new(changes);
}
