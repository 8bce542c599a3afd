namespace ActiveActive.TestKit.History;

/// <summary>What happened at a moment of a drill.</summary>
internal enum TimedEventKind
{
    LoadBegan,
    LoadEnded,

    /// <summary>A fault was put in.</summary>
    Injected,

    /// <summary>A fault is over, or what it broke is being started again: recovery counts from here.</summary>
    Healed,

    DatabaseDown,
    DatabaseReady,
    SiloStarting,
    SiloReady,
    SiloStopping,
    SiloStopped,
    SiloKilled,
    SiloFrozen,
    SiloThawed,

    /// <summary>A silo's process ended by itself, as expected: others had declared it dead.</summary>
    SiloEvicted,

    /// <summary>A silo's process ended without having been asked to.</summary>
    SiloDied,

    /// <summary>A silo that the others had to declare dead, and that had to end itself, did not.</summary>
    LivedOn,

    /// <summary>A region's database was replaced by an older one.</summary>
    Restored,

    /// <summary>What one region had did not reach another in time.</summary>
    NotRelayed,

    /// <summary>Anything else worth a mark.</summary>
    Note,
}
