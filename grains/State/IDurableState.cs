namespace ActiveActive.State;

/// <summary>
/// State of one grain that is durable and changed exactly once per request: the state's row, the id of the effect and the reply are committed in
/// one transaction. Comes into a grain's constructor by <see cref="DurableStateAttribute"/>.
/// </summary>
/// <remarks>
/// <para>Normal path: <see cref="Update{TReply}"/> computes the next state and the reply, writes both with the effect's id, and answers after the
/// commit. Updates that arrive while a commit is under way are applied in order to a tentative state and form one row in the next write, so a
/// hot grain is not bound to one commit per call; a grain profits from this when its methods may interleave (<c>[Reentrant]</c>).</para>
/// <para>A repeated request (same id) gets the stored reply and changes nothing. If another activation has written meanwhile, this one reloads and
/// computes again. If the commit fails, memory is as it was and the caller gets an error; if the outcome cannot be learned in time, the error says
/// so (<see cref="OutcomeUnknownException"/>) and the same request id will tell.</para>
/// <para>Not covered: other writes of the same method. Two updates in one call are two effects, each exactly once, not one transaction.</para>
/// </remarks>
/// <typeparam name="T">
/// The state, serialized as JSON. Best an immutable record marked with Orleans' <c>[Immutable]</c>; any other type is copied before each update, so that a
/// failed update cannot leave a half-changed object. Without a row, a new instance stands for it.
/// </typeparam>
public interface IDurableState<T>
    where T : class, new()
{
    /// <summary>The committed state. Read only: change it by <see cref="Update{TReply}"/>.</summary>
    T Value { get; }

    /// <summary>Whether a row with this state exists (it was written, and not deleted since).</summary>
    bool Exists { get; }

    /// <summary>How often the row has been written; 0 before the first write. Never goes back.</summary>
    long Version { get; }

    /// <summary>Changes the state, exactly once per request.</summary>
    /// <param name="change">
    /// A synchronous and pure function from the present state to a change and its reply (<see cref="Change"/>). It may run more than once; its effect is
    /// committed once. It may throw <see cref="RefusedException"/> to refuse; any other exception reaches the caller as it is.
    /// </param>
    /// <returns>The reply; on a repeated request, the reply of the first.</returns>
    /// <exception cref="RefusedException">The function refused.</exception>
    /// <exception cref="RequestExpiredException">The request's id is too old to be told from a repeated one.</exception>
    /// <exception cref="RequestFromFutureException">The request's id is more than the tolerance ahead of the database's clock.</exception>
    /// <exception cref="StorageUnavailableException">The database could not be reached; nothing was written.</exception>
    /// <exception cref="OutcomeUnknownException">The connection was lost during the commit and its outcome could not be learned in time.</exception>
    /// <exception cref="OverloadedException">Too many updates wait for this grain.</exception>
    /// <exception cref="StateTooLargeException">State, reply or sends exceed their limits.</exception>
    /// <exception cref="InvalidOperationException">Called from outside the grain's own context, or from inside an update.</exception>
    Task<TReply> Update<TReply>(Func<T, Change<T, TReply>> change);
}
