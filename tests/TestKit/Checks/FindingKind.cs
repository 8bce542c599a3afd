namespace ActiveActive.TestKit.Checks;

/// <summary>The promises that the checkers hold a history against.</summary>
public enum FindingKind
{
    /// <summary>An acknowledged effect is not there.</summary>
    Lost,

    /// <summary>An effect is there more than once, or one is there that nobody asked for or that was refused.</summary>
    Doubled,

    /// <summary>A read that began after another answer ended saw less.</summary>
    WentBack,

    /// <summary>Balances do not equal the sums, or money appeared or vanished.</summary>
    Unbalanced,

    /// <summary>No order of a grain's operations, each at a moment between its start and its end, explains the answers.</summary>
    NotLinearizable,

    /// <summary>Whether there is such an order could not be decided within the checker's bound. Not a proof of a fault, and no pass.</summary>
    Undecided,

    /// <summary>Regions do not have the same, though all was quiet for long enough.</summary>
    Diverged,

    /// <summary>A silo process died that nobody killed.</summary>
    Died,

    /// <summary>A call failed where none may.</summary>
    Failed,
}
