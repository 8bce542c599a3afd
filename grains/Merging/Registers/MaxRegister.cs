using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>The greatest of all values that were reported.</summary>
/// <typeparam name="T">The value, which has to survive JSON.</typeparam>
public sealed class MaxRegister<T> : DottedValue<MaxRegister<T>, T>, IMergeable<MaxRegister<T>>
    where T : IComparable<T>
{
    [JsonConstructor]
    internal MaxRegister(Dotted<T> changes)
        : base(changes)
    {
    }

    /// <inheritdoc/>
    public static MaxRegister<T> Empty { get; } = new(Dotted<T>.None);

    /// <summary>The value; the type's default when there is none.</summary>
    [JsonIgnore]
    public T? Value => IsEmpty ? default : Changes.Values.Values.Max(KeyOrder<T>.Instance);

    /// <summary>Reports a value; one that is not above the present one changes nothing.</summary>
    public MaxRegister<T> Report(Writing at, T value) => IsEmpty || KeyOrder<T>.Instance.Compare(value, Value) > 0 ? Replaced(at, value) : this;

    /// <inheritdoc/>
    public void Show(Digest digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        digest.AddJson(IsEmpty).AddJson(Value);
    }

    private protected override MaxRegister<T> With(Dotted<T> changes) => new(changes);
}
