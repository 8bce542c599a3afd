using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ActiveActive.Merging;

/// <summary>
/// A number that all regions raise and lower at the same time and that never falls below 0: each region lowers it only as far as its own rights go (Balegas et al., Extending Eventually Consistent Cloud Databases for
/// Enforcing Numeric Invariants, SRDS 2015).
/// </summary>
/// <remarks>
/// <para>Whoever raises the number gets the right to lower it by as much. Rights are given to other regions by <see cref="Transfer"/>, only by the one who has them. So each number here is written by one region alone, and the
/// sum cannot be spent twice, whatever the regions know of each other.</para>
/// <para>The same request made in two regions counts once. Where it lowers the number, the second region has its rights back as soon as both are known. Where it raises the number, a region that got it as a retry may
/// lower by it only once every region knows of it, since until then the first one may have had it, too, and may have lowered by it.</para>
/// <para>The rights of a region that is gone stay where they are. <see cref="Reclaim"/> takes them, and is right only when that region can never write again.</para>
/// <para>Not for values of an <see cref="AddWinsMap{TKey, TValue}"/> whose keys are removed: rights are never forgotten.</para>
/// </remarks>
public sealed class BoundedCounter : IMergeable<BoundedCounter>
{
    [JsonConstructor]
    internal BoundedCounter(Dotted<Share> raised, Dotted<Share> lowered, ImmutableSortedDictionary<Origin, ImmutableSortedDictionary<Origin, long>> given) => (Raised, Lowered, Given) = (raised, lowered, given);

    /// <inheritdoc/>
    public static BoundedCounter Empty { get; } = new(Dotted<Share>.None, Dotted<Share>.None, ImmutableSortedDictionary<Origin, ImmutableSortedDictionary<Origin, long>>.Empty);

    /// <summary>The number. One that does not fit 64 bits is shown as the greatest that does.</summary>
    [JsonIgnore]
    public long Value => (long)Int128.Min(Shares.Sum(Raised) - Shares.Sum(Lowered), long.MaxValue);

    /// <inheritdoc/>
    [JsonIgnore]
    public bool IsEmpty => Raised.IsEmpty && Lowered.IsEmpty && Given.IsEmpty;

    [JsonInclude]
    internal Dotted<Share> Raised { get; }

    [JsonInclude]
    internal Dotted<Share> Lowered { get; }

    /// <summary>Who gave to whom, how much in all. Each row is written by its giver alone.</summary>
    [JsonInclude]
    internal ImmutableSortedDictionary<Origin, ImmutableSortedDictionary<Origin, long>> Given { get; }

    /// <summary>By how much a writer may lower the number.</summary>
    public long RightsOf(Origin origin)
    {
        var taken = Given.Sum(row => (decimal)row.Value.GetValueOrDefault(origin));
        var given = Given.TryGetValue(origin, out var own) ? own.Values.Sum(static amount => (decimal)amount) : 0;
        return (long)decimal.Min((decimal)Shares.UsableOf(Raised, origin) + taken - given - (decimal)Shares.SumOf(Lowered, origin), long.MaxValue);
    }

    /// <summary>Those that have ever had rights.</summary>
    internal IEnumerable<Origin> Holders() => Raised.Values.Keys.Select(static dot => dot.Origin).Concat(Given.Values.SelectMany(static row => row.Keys)).Distinct();

    /// <summary>Raises the number.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is negative.</exception>
    public BoundedCounter Raise(Writing at, long amount)
    {
        ArgumentNullException.ThrowIfNull(at);
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        return new BoundedCounter(Raised.Add(at.NextDot(), Share.Of(at, amount)), Lowered, Given);
    }

    /// <summary>Lowers the number, if the writer has the right to.</summary>
    /// <returns>Null when its rights do not reach. The number may be high enough all the same: other regions have the rights.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is negative.</exception>
    public BoundedCounter? TryLower(Writing at, long amount)
    {
        ArgumentNullException.ThrowIfNull(at);
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        return RightsOf(at.Origin) < amount ? null : new BoundedCounter(Raised, Lowered.Add(at.NextDot(), Share.Of(at, amount)), Given);
    }

    /// <summary>Gives rights of the writer to another region.</summary>
    /// <returns>Null when its rights do not reach.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is negative.</exception>
    public BoundedCounter? Transfer(Writing at, Origin to, long amount)
    {
        ArgumentNullException.ThrowIfNull(at);
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        return RightsOf(at.Origin) < amount ? null : Give(at, at.Origin, to, amount);
    }

    /// <summary>
    /// Takes all rights of a region that is gone. Only when it can never write again, because it has stopped for good or its database is destroyed, when all it had sent was received, and by one region alone: else the same rights
    /// would be used twice.
    /// </summary>
    public BoundedCounter Reclaim(Writing at, Origin gone)
    {
        ArgumentNullException.ThrowIfNull(at);
        return Give(at, gone, at.Origin, RightsOf(gone));
    }

    /// <inheritdoc/>
    public BoundedCounter Join(BoundedCounter other, Joining at)
    {
        ArgumentNullException.ThrowIfNull(other);
        var given = other.Given.Aggregate(Given, static (all, row) => all.SetItem(row.Key, row.Value.Aggregate(
            all.GetValueOrDefault(row.Key, ImmutableSortedDictionary<Origin, long>.Empty),
            static (own, cell) => own.SetItem(cell.Key, Math.Max(cell.Value, own.GetValueOrDefault(cell.Key))))));
        return new BoundedCounter(Shares.Join(Raised, other.Raised, at), Shares.Join(Lowered, other.Lowered, at), given);
    }

    /// <inheritdoc/>
    public BoundedCounter Since(BoundedCounter before, Removals removed)
    {
        ArgumentNullException.ThrowIfNull(before);
        var given = Given.Where(row => !before.Given.TryGetValue(row.Key, out var own) || !own.SequenceEqual(row.Value)).ToImmutableSortedDictionary();
        return new BoundedCounter(Raised.Since(before.Raised, removed), Lowered.Since(before.Lowered, removed), given);
    }

    /// <inheritdoc/>
    public BoundedCounter Fold(VersionVector stable) => new(Shares.Fold(Raised, stable), Shares.Fold(Lowered, stable), Given);

    /// <inheritdoc/>
    public void Show(Digest digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        digest.AddJson(Shares.Sum(Raised)).AddJson(Shares.Sum(Lowered)).AddJson(Given);
    }

    // A dot makes it known that something has changed; the matrix itself needs none.
    private BoundedCounter Give(Writing at, Origin from, Origin to, long amount)
    {
        at.NextDot();
        var own = Given.GetValueOrDefault(from, ImmutableSortedDictionary<Origin, long>.Empty);
        return new BoundedCounter(Raised, Lowered, Given.SetItem(from, own.SetItem(to, checked(own.GetValueOrDefault(to) + amount))));
    }
}
