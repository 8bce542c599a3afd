namespace ActiveActive.State;

/// <summary>What an update wants: a next state with a reply, or to leave all as it is. To refuse, throw <see cref="RefusedException"/>.</summary>
public static class Change
{
    /// <summary>Replaces the state.</summary>
    public static Change<TState, TReply> To<TState, TReply>(TState next, TReply reply)
        where TState : class
    {
        ArgumentNullException.ThrowIfNull(next);
        return new(ChangeKind.Replace, next, reply);
    }

    /// <summary>Leaves the state as it is and answers. A reply without a change is not kept: a repeated request may get another.</summary>
    public static Change<TState, TReply> None<TState, TReply>(TState present, TReply reply)
        where TState : class => new(ChangeKind.None, present, reply);

    /// <summary>Deletes the state. The row stays as an empty one, so that its version never goes back.</summary>
    public static Change<TState, TReply> Delete<TState, TReply>(TState present, TReply reply)
        where TState : class => new(ChangeKind.Delete, present, reply);
}
