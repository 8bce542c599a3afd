using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>A value that is replaced as a whole. Writes made without knowledge of each other are all shown, until somebody decides by writing again.</summary>
/// <typeparam name="T">The value, which has to survive JSON.</typeparam>
public sealed class MultiValueRegister<T> : Register<MultiValueRegister<T>, T>, IMergeable<MultiValueRegister<T>>, IRestores<MultiValueRegister<T>>
{
    [JsonConstructor]
    internal MultiValueRegister(Dotted<Written<T>> changes)
        : base(changes)
    {
    }

    /// <inheritdoc/>
    public static MultiValueRegister<T> Empty { get; } = new(Dotted<Written<T>>.None);

    /// <summary>The values with their writes, the latest first. None before the first write, more than one after a conflict.</summary>
    [JsonIgnore]
    public ImmutableArray<Held<T>> Values => [.. LatestFirst(Changes)];

    /// <inheritdoc/>
    public void Show(Digest digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        foreach (var held in Values)
        {
            digest.AddJson(held.Value);
        }
    }

    private protected override ConflictKind Hides => ConflictKind.Concurrent;

    private protected override MultiValueRegister<T> With(Dotted<Written<T>> changes) => new(changes);
}
