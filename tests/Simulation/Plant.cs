namespace ActiveActive.Tests.Simulation;

/// <summary>Bugs that are put in to see that the checkers find them.</summary>
internal enum Plant
{
    /// <summary>None.</summary>
    None,

    /// <summary>Changes do not say what they need, so they are merged in any order.</summary>
    NoNeeds,

    /// <summary>What is applied here is taken for stable.</summary>
    GuessedStability,

    /// <summary>A stream counts as applied before the activation has read the merged row.</summary>
    AppliedBeforeTold,

    /// <summary>A token says only what is applied, and not what was read.</summary>
    TokenOfApplied,

    /// <summary>A stream is noted as applied up to where it is stored.</summary>
    AppliedWhenStored,

    /// <summary>A merge writes over whatever version the row has.</summary>
    MergeWithoutVersion,

    /// <summary>A client is answered before the write is durable.</summary>
    AnsweredBeforeDurable,

    /// <summary>After its database was restored, a region goes on under its old incarnation.</summary>
    SameIncarnation,

    /// <summary>After its database was restored, a region writes at once.</summary>
    NoRejoining,

    /// <summary>A change that cannot be merged is dropped.</summary>
    PoisonDropped,

    /// <summary>A gap in a stream is not noticed.</summary>
    GapNotNoticed,

    /// <summary>Row and log are not written together: a crash between leaves the row without its batch.</summary>
    LogNotAtomic,

    /// <summary>Where a snapshot leads on from is read after its states instead of before.</summary>
    SnapshotPlacesLast,

    /// <summary>A snapshot is said to include changes that are put aside.</summary>
    SnapshotWithoutAside,

    /// <summary>After a snapshot, a region makes requests again that were made before it.</summary>
    RetriesAfterSnapshot,

    /// <summary>A damaged row is mended by one that does not have all of what this region had.</summary>
    MendedTooEarly,

    /// <summary>A damaged row is mended by one that shows what this region has not stored yet, so that its tokens do not name it.</summary>
    MendedAhead,

    /// <summary>A damaged row is mended by adding what another one has.</summary>
    MendedByJoining,
}
