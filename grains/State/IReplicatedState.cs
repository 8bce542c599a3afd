using ActiveActive.Merging;

namespace ActiveActive.State;

/// <summary>
/// State of one grain that every region may change at the same time. Comes into a grain's constructor by <see cref="ReplicatedStateAttribute"/>. It is written as <see cref="IDurableState{T}"/> is, exactly once per request and durable
/// when it is acknowledged; the same commit writes the change into the region's log, from which the other regions take it and merge it.
/// </summary>
/// <remarks>
/// <para>All regions come to the same value, once each has all changes: causally per grain, without asking each other. What two regions change without knowledge of each other meets by the rules of the types that the state is made
/// of (<see cref="IMergeable{TSelf}"/>).</para>
/// <para>A request that is made again in another region before that one knows of it, counts once as soon as they meet; until then both may show it.</para>
/// </remarks>
/// <typeparam name="T">The value: a mergeable type, or a record whose members all are. Immutable.</typeparam>
public interface IReplicatedState<T>
    where T : class
{
    /// <summary>The committed value, with what has arrived from other regions. Change it by Update.</summary>
    T Value { get; }

    /// <summary>Who writes here: this region in its incarnation.</summary>
    Origin Origin { get; }

    /// <summary>How often the row has been written in this region, by changes here and by merges; 0 before the first write. Never goes back.</summary>
    long Version { get; }

    /// <summary>Changes the state, exactly once per request.</summary>
    /// <param name="change">
    /// A synchronous and pure function from the present value to a change and its reply (<see cref="Change"/>); what changes a value takes the <see cref="Writing"/>. It may run more than once; its effect is committed once. It may
    /// throw <see cref="RefusedException"/> to refuse. Such a state is not deleted as a whole: remove what is in it.
    /// </param>
    /// <returns>The reply; on a repeated request, the reply of the first, if this region knows of it.</returns>
    /// <exception cref="ClockDriftException">The state has a stamp too far ahead of this region's clock. Nothing was written.</exception>
    /// <exception cref="InvalidOperationException">Called from outside the grain's own context, or from inside an update; or the function asks to delete the state.</exception>
    /// <remarks>It fails as <see cref="IDurableState{T}.Update{TReply}"/> does.</remarks>
    Task<TReply> Update<TReply>(Func<T, Writing, Change<T, TReply>> change);

    /// <summary>The same, acknowledged otherwise than the state's attribute says.</summary>
    /// <param name="change">As above.</param>
    /// <param name="acknowledge">What has to have happened before it returns. A caller who asked for a majority (<see cref="Acknowledgement.Majority"/>) waits for one in any case.</param>
    /// <exception cref="NotInMajorityException">It is committed here, and not known to be stored in a majority of the regions within the time (<c>Replication:MajorityTimeout</c>).</exception>
    Task<TReply> Update<TReply>(Func<T, Writing, Change<T, TReply>> change, Acknowledge acknowledge);
}
