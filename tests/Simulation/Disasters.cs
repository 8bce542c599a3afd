namespace ActiveActive.Tests.Simulation;

/// <summary>What goes wrong in a world beside the network, crashes and clocks.</summary>
[Flags]
internal enum Disasters
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Databases are restored from old backups.</summary>
    Restores = 1,

    /// <summary>Rows are put back in time, or deleted.</summary>
    Damage = 2,

    /// <summary>Regions run code that cannot read what newer code writes.</summary>
    OldCode = 4,

    /// <summary>All.</summary>
    All = Restores | Damage | OldCode,
}
