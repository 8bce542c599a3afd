using ActiveActive.Merging;
using ActiveActive.State.Storage;

namespace ActiveActive.Replication;

/// <summary>What a replicated state has to know of its region.</summary>
internal interface IRegionContext : IStability
{
    /// <summary>Whether no other region may have a stream. Then everything of it is stable at once.</summary>
    bool IsAlone(StreamId stream);

    /// <summary>The stream of this region that tells of a state's changes.</summary>
    StreamId StreamOf(StateKey key);

    /// <summary>Gives a stamp.</summary>
    /// <param name="above">The highest stamp in the state.</param>
    /// <exception cref="ClockDriftException">It would lie too far ahead of the region's clock.</exception>
    Stamp NextStamp(Stamp above);

    /// <summary>Waits until a majority of the regions has stored what is committed of a state.</summary>
    /// <exception cref="NotInMajorityException">It is not known to within the time.</exception>
    Task StoredInMajority(StateKey key);

    /// <summary>Checks that a request which was made before, and of which nothing is recorded here, can be made here.</summary>
    /// <exception cref="OutcomeUnknownException">It may have been made in another region, and nothing here would tell.</exception>
    void CheckRetry(RequestId effect);

    /// <summary>Notes that a write of replicated state is under way, until what is given is disposed of: other regions may know it before this region's memory shows it.</summary>
    IDisposable BeginWrite();

    /// <summary>Notes that a state is in memory here; before it reads its row.</summary>
    void Enter(StateKey key, IReplica replica);

    /// <summary>Notes that it is not any more.</summary>
    void Leave(StateKey key, IReplica replica);
}
