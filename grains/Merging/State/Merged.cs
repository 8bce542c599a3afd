using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>
/// A grain's mergeable state, or a part of it that has changed (a delta): the value, what it has seen, and the highest stamp in it.
/// </summary>
/// <remarks>
/// <para>Change: <see cref="Update"/> computes the next value and, by comparison with the one before, the delta, whose context holds exactly the dots that were given and those of what was removed. Joining the delta is as
/// good as joining the whole.</para>
/// <para>Merge: <see cref="Join"/>, in any order and any number of times.</para>
/// <para>Fold: <see cref="Fold"/> takes names away that nobody can need any more. A delta that was made afterwards can remove only what had a name then. So it says to what degree its state was folded, and whoever
/// joins it folds as much first; whoever has folded states must join deltas in causal order: each after all that its state had seen. States can be joined in any order.</para>
/// </remarks>
/// <typeparam name="T">The value: mergeable by itself, or a record of such.</typeparam>
public sealed class Merged<T>
    where T : class
{
    private static Merged<T>? s_empty;

    /// <summary>A state of these parts.</summary>
    [JsonConstructor]
    public Merged(T value, CausalContext context, Stamp latest, VersionVector? folded = null, bool isDelta = false)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(context);
        (Value, Context, Latest, Folded, IsDelta) = (value, context, latest, folded ?? VersionVector.None, isDelta);
    }

    /// <summary>The state before any change.</summary>
    /// <exception cref="NotMergeableException"><typeparamref name="T"/> does not merge.</exception>
    public static Merged<T> Empty => s_empty ??= new(Merger<T>.Instance.Empty, CausalContext.None, default);

    /// <summary>The value.</summary>
    public T Value { get; }

    /// <summary>What it has seen.</summary>
    public CausalContext Context { get; }

    /// <summary>The highest stamp that it has seen; a new one has to be above.</summary>
    public Stamp Latest { get; }

    /// <summary>Up to where it is folded; of a delta, the state that it was made of.</summary>
    public VersionVector Folded { get; }

    /// <summary>Whether it is a part: what one update has changed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsDelta { get; }

    /// <summary>Changes the value.</summary>
    /// <param name="writing">The update, made for <see cref="Context"/>.</param>
    /// <param name="change">Gives the next value.</param>
    /// <returns>The next state, and what of it is new; null for that when nothing was changed.</returns>
    public (Merged<T> Next, Merged<T>? Delta) Update(Writing writing, Func<T, T> change)
    {
        ArgumentNullException.ThrowIfNull(writing);
        ArgumentNullException.ThrowIfNull(change);
        var next = change(Value);
        var removed = new Removals();
        var changed = Merger<T>.Instance.Since(next, Value, removed);
        if (removed.Dots.Count > 0 && !writing.Given.Any())
        {
            writing.NextDot(); // so that a version vector tells removals, too
        }

        var touched = CausalContext.Of(writing.Given.Concat(removed.Dots));
        return touched.Equals(CausalContext.None)
            ? (this, null)
            : (new Merged<T>(next, Context.Join(touched), Later(Latest, writing.Stamp), Folded), new Merged<T>(changed, touched, writing.Stamp, Folded, isDelta: true));
    }

    /// <summary>What several updates, one after the other, have changed.</summary>
    /// <param name="before">The state before the first of them.</param>
    /// <returns>The delta; null when nothing was changed.</returns>
    public Merged<T>? Since(Merged<T> before)
    {
        ArgumentNullException.ThrowIfNull(before);
        var removed = new Removals();
        var changed = Merger<T>.Instance.Since(Value, before.Value, removed);
        var given = Context.Vector.Seen.SelectMany(seen => Numbers(before.Context.Vector[seen.Key] + 1, seen.Value).Select(number => new Dot(seen.Key, number)));
        var touched = CausalContext.Of(given.Concat(removed.Dots));
        return touched.Equals(CausalContext.None) ? null : new Merged<T>(changed, touched, Latest, before.Folded, isDelta: true);
    }

    /// <summary>All that either has seen.</summary>
    /// <param name="other">The other state, or a delta.</param>
    /// <param name="onConflict">Told of conflicts that this state meets for the first time.</param>
    public Merged<T> Join(Merged<T> other, Action<Conflict>? onConflict = null)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (IsDelta && !other.IsDelta)
        {
            return other.Join(this, onConflict);
        }

        var ours = other.IsDelta && !IsDelta ? Fold(other.Folded) : this;
        var folded = (IsDelta, other.IsDelta) switch
        {
            (true, _) => Folded.Join(other.Folded), // whoever joins it has to fold as much as either needs
            (_, true) => ours.Folded,
            _ => Folded.Join(other.Folded), // who has folded it has seen all of it, so of what the other one holds by name only that is left which both hold
        };
        var value = Merger<T>.Instance.Join(ours.Value, other.Value, new Joining(Context, other.Context, onConflict));
        return new Merged<T>(value, Context.Join(other.Context), Later(Latest, other.Latest), folded, IsDelta && other.IsDelta);
    }

    /// <summary>The same in less space. Nothing that is seen changes.</summary>
    /// <param name="stable">What every region of the class is known to have, by acknowledgements that came behind all they wrote before.</param>
    public Merged<T> Fold(VersionVector stable)
    {
        ArgumentNullException.ThrowIfNull(stable);
        return Folded.Includes(stable) ? this : new Merged<T>(Merger<T>.Instance.Fold(Value, stable), Context, Latest, Folded.Join(stable), IsDelta);
    }

    /// <summary>The fingerprint of the value as users see it, with what it has seen. Regions that have converged have equal ones.</summary>
    public byte[] Fingerprint()
    {
        using var digest = new Digest();
        Merger<T>.Instance.Show(Value, digest);
        return digest.AddJson(Context).End();
    }

    private static IEnumerable<long> Numbers(long first, long last)
    {
        for (var number = first; number <= last; number++)
        {
            yield return number;
        }
    }

    private static Stamp Later(Stamp one, Stamp other) => one > other ? one : other;
}
