namespace ActiveActive.Merging;

/// <summary>
/// A value that several regions change at the same time, and that becomes the same everywhere once each region knows of all changes, in whatever order they came and however often.
/// </summary>
/// <remarks>
/// <para>Such values are immutable. They know their changes by dots (<see cref="Dot"/>); what a whole state has seen is kept once, beside them (<see cref="Merged{T}"/>), and handed to <see cref="Join"/>.
/// A change that one side has seen and does not hold any more was replaced or removed there.</para>
/// <para>Usually a type is composed of those that are here: a record whose members are all mergeable merges member by member and does not implement this. A type of its own has to keep the laws that
/// <c>MergeLaws</c> in the test kit checks: <see cref="Join"/> is commutative, associative and idempotent, changes only add to what is known, and joining what <see cref="Since"/> gives is as good as joining the whole.</para>
/// <para>The construction is that of delta-state replicated data types (Almeida, Shoker, Baquero, 2018).</para>
/// </remarks>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IMergeable<TSelf>
    where TSelf : class, IMergeable<TSelf>
{
    /// <summary>The value before any change.</summary>
    static abstract TSelf Empty { get; }

    /// <summary>Whether there is nothing to see in it. A map does not show a key with such a value.</summary>
    bool IsEmpty { get; }

    /// <summary>Whether there is nothing to remember in it, either, so that a map may drop it.</summary>
    bool IsForgotten => IsEmpty;

    /// <summary>All that either side knows.</summary>
    /// <param name="other">The other side.</param>
    /// <param name="at">What each side's state has seen.</param>
    TSelf Join(TSelf other, Joining at);

    /// <summary>What has changed, as a value that holds only that.</summary>
    /// <param name="before">The value before.</param>
    /// <param name="removed">To be told the dots of <paramref name="before"/> that are not in this value any more.</param>
    TSelf Since(TSelf before, Removals removed);

    /// <summary>The same value in less space: what every region has, and no region can write concurrently to any more, needs no names. Whoever does nothing answers itself.</summary>
    /// <param name="stable">What every region has.</param>
    TSelf Fold(VersionVector stable) => (TSelf)this;

    /// <summary>Tells the value as users see it, in an order that depends on nothing else, so that regions can compare theirs.</summary>
    void Show(Digest digest);
}
