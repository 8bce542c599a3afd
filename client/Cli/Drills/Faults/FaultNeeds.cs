namespace ActiveActive.Cli.Drills.Faults;

/// <summary>What a fault needs of its region and of the machine.</summary>
[Flags]
internal enum FaultNeeds
{
    Nothing = 0,

    /// <summary>Clients that cut their own connections.</summary>
    DroppedReplies = 1,

    /// <summary>Each silo in a network namespace of its own. Needs root.</summary>
    Network = 2,

    /// <summary>The database's folder on a small disk of its own. Needs root.</summary>
    SmallDisk = 4,

    /// <summary>A kernel that can delay packets (netem), beside <see cref="Network"/>.</summary>
    Delay = 16,

    /// <summary>Silos whose clock can be set.</summary>
    Clocks = 8,

    /// <summary>A standby that the database's commits wait for.</summary>
    SynchronousStandby = 32,

    /// <summary>A standby that they do not wait for.</summary>
    AsynchronousStandby = 64,

    /// <summary>Programs that run in sessions of their own.</summary>
    Sessions = 256,

    /// <summary>Several linked regions, in place of one.</summary>
    Regions = 128,
}
