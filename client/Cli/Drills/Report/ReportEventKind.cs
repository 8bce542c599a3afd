namespace ActiveActive.Cli.Drills.Report;

/// <summary>What kind of event it is, the most important first.</summary>
internal enum ReportEventKind
{
    /// <summary>Something was broken on purpose. The first one is moment zero where runs are compared.</summary>
    Fault,

    /// <summary>What was broken is whole again.</summary>
    Healed,

    /// <summary>The region noticed: a silo was declared dead, left or joined.</summary>
    Membership,

    /// <summary>Anything else worth a mark.</summary>
    Note,
}
