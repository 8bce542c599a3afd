namespace ActiveActive.Cli.Drills;

/// <summary>What goes wrong on purpose.</summary>
internal enum DrillFault
{
    /// <summary>Nothing: a control.</summary>
    None,

    /// <summary>A silo is killed with SIGKILL in the middle.</summary>
    Kill,

    /// <summary>Clients' connections are cut between commit and answer, all the time.</summary>
    DropReply,
}
