namespace ActiveActive.State;

/// <summary>
/// A grain that acts on what other regions have written, also where it is not active: when a merge leaves its replicated state with something to be done (<see cref="ICallForReaction"/>), it is called. The merge does not wait for it;
/// if it fails, it is called again after the next merge that leaves something to be done. It may be called more than once for the same thing, and in several regions at the same time.
/// </summary>
[Alias("aa.IReactToMerge")]
public interface IReactToMerge : IGrain
{
    /// <summary>Does what is to be done, or nothing.</summary>
    [Alias("React")]
    Task React();
}
