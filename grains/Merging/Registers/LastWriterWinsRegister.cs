using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>A value that is replaced as a whole. Of writes made without knowledge of each other the one with the highest stamp is shown.</summary>
/// <remarks>
/// The others stay beside it, unseen, until the next write replaces all, or every region has them: if they went at once, a later removal of what is shown would depend on who had seen what.
/// Each is told as a <see cref="Conflict"/>.
/// </remarks>
/// <typeparam name="T">The value, which has to survive JSON.</typeparam>
public sealed class LastWriterWinsRegister<T> : Register<LastWriterWinsRegister<T>, T>, IMergeable<LastWriterWinsRegister<T>>, IRestores<LastWriterWinsRegister<T>>
{
    [JsonConstructor]
    internal LastWriterWinsRegister(Dotted<Written<T>> changes)
        : base(changes)
    {
    }

    /// <inheritdoc/>
    public static LastWriterWinsRegister<T> Empty { get; } = new(Dotted<Written<T>>.None);

    /// <summary>The value; the type's default when there is none.</summary>
    [JsonIgnore]
    public T? Value => IsEmpty ? default : Shown.Value;

    /// <summary>The write that is shown; null when there is none.</summary>
    [JsonIgnore]
    public Held<T>? Latest => IsEmpty ? null : Shown;

    private Held<T> Shown => LatestFirst(Changes).First();

    /// <inheritdoc/>
    public LastWriterWinsRegister<T> Fold(VersionVector stable)
    {
        ArgumentNullException.ThrowIfNull(stable);
        if (Changes.Values.Count < 2 || !stable.Contains(Shown.Dot))
        {
            return this;
        }

        var shown = Shown.Dot;
        return With(Changes.Without((dot, _) => dot != shown && stable.Contains(dot)));
    }

    /// <inheritdoc/>
    public void Show(Digest digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        digest.AddJson(IsEmpty).AddJson(Value);
    }

    private protected override ConflictKind Hides => ConflictKind.Discarded;

    private protected override LastWriterWinsRegister<T> With(Dotted<Written<T>> changes) => new(changes);
}
