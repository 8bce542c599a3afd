namespace ActiveActive.TestKit.Regions;

internal enum RegionEventKind
{
    Waiting,
    DatabaseStarting,
    DatabaseReady,
    Migrated,
    MembershipCleared,
    SiloStarting,
    SiloReady,
    SiloStopping,
    SiloStopped,
    SiloKilled,

    /// <summary>A silo's process ended without having been asked to.</summary>
    SiloDied,
    DatabaseStopping,
    Stopped,
}
