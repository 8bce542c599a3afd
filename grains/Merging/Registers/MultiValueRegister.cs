using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>A value that is replaced as a whole. Writes made without knowledge of each other are all shown, until somebody decides by writing again.</summary>
/// <typeparam name="T">The value, which has to survive JSON.</typeparam>
public sealed class MultiValueRegister<T> : IMergeable<MultiValueRegister<T>>
{
    [JsonConstructor]
    internal MultiValueRegister(Dotted<Written<T>> writes) => Writes = writes;

    /// <inheritdoc/>
    public static MultiValueRegister<T> Empty { get; } = new(Dotted<Written<T>>.None);

    /// <summary>The values with their writes, the latest first. None before the first write, more than one after a conflict.</summary>
    [JsonIgnore]
    public ImmutableArray<Held<T>> Values => [.. Merging.Writes.LatestFirst(Writes)];

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsEmpty => Writes.IsEmpty;

    [JsonInclude]
    internal Dotted<Written<T>> Writes { get; }

    /// <summary>Replaces all values by one.</summary>
    public MultiValueRegister<T> Set(Writing at, T value)
    {
        ArgumentNullException.ThrowIfNull(at);
        return new MultiValueRegister<T>(Dotted<Written<T>>.Only(at.NextDot(), new Written<T>(at.Stamp, value)));
    }

    /// <inheritdoc/>
    public MultiValueRegister<T> Join(MultiValueRegister<T> other, Joining at)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new MultiValueRegister<T>(Merging.Writes.Join(Writes, other.Writes, at));
    }

    /// <inheritdoc/>
    public MultiValueRegister<T> Since(MultiValueRegister<T> before, Removals removed)
    {
        ArgumentNullException.ThrowIfNull(before);
        return new MultiValueRegister<T>(Writes.Since(before.Writes, removed));
    }

    /// <inheritdoc/>
    public void Show(Digest digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        foreach (var held in Values)
        {
            digest.AddJson(held.Value);
        }
    }
}
