using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>A value that is replaced as a whole. Of writes made without knowledge of each other the one with the highest stamp is shown.</summary>
/// <remarks>
/// The others stay beside it, unseen, until the next write replaces all, or every region has them: if they went at once, a later removal of what is shown would depend on who had seen what.
/// Each is told as a <see cref="Conflict"/>.
/// </remarks>
/// <typeparam name="T">The value, which has to survive JSON.</typeparam>
public sealed class LastWriterWinsRegister<T> : IMergeable<LastWriterWinsRegister<T>>
{
    [JsonConstructor]
    internal LastWriterWinsRegister(Dotted<Written<T>> writes) => Writes = writes;

    /// <inheritdoc/>
    public static LastWriterWinsRegister<T> Empty { get; } = new(Dotted<Written<T>>.None);

    /// <summary>The value; the type's default when there is none.</summary>
    [JsonIgnore]
    public T? Value => IsEmpty ? default : Shown.Value;

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsEmpty => Writes.IsEmpty;

    [JsonInclude]
    internal Dotted<Written<T>> Writes { get; }

    private Held<T> Shown => Merging.Writes.LatestFirst(Writes).First();

    /// <summary>Replaces it.</summary>
    public LastWriterWinsRegister<T> Set(Writing at, T value)
    {
        ArgumentNullException.ThrowIfNull(at);
        return new LastWriterWinsRegister<T>(Dotted<Written<T>>.Only(at.NextDot(), new Written<T>(at.Stamp, value)));
    }

    /// <inheritdoc/>
    public LastWriterWinsRegister<T> Join(LastWriterWinsRegister<T> other, Joining at)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new LastWriterWinsRegister<T>(Merging.Writes.Join(Writes, other.Writes, at));
    }

    /// <inheritdoc/>
    public LastWriterWinsRegister<T> Since(LastWriterWinsRegister<T> before, Removals removed)
    {
        ArgumentNullException.ThrowIfNull(before);
        return new LastWriterWinsRegister<T>(Writes.Since(before.Writes, removed));
    }

    /// <inheritdoc/>
    public LastWriterWinsRegister<T> Fold(VersionVector stable)
    {
        ArgumentNullException.ThrowIfNull(stable);
        if (Writes.Values.Count < 2 || !stable.Contains(Shown.Dot))
        {
            return this;
        }

        var shown = Shown.Dot;
        return new LastWriterWinsRegister<T>(Writes.Without((dot, _) => dot != shown && stable.Contains(dot)));
    }

    /// <inheritdoc/>
    public void Show(Digest digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        digest.AddJson(IsEmpty).AddJson(Value);
    }
}
