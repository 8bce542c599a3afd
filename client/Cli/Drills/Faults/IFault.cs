namespace ActiveActive.Cli.Drills.Faults;

/// <summary>One thing that goes wrong on purpose.</summary>
internal interface IFault
{
    /// <summary>What <c>--fault</c> calls it.</summary>
    string Name { get; }

    /// <summary>What it does, in one line.</summary>
    string Description { get; }

    /// <summary>What a run of it is held against.</summary>
    FaultGoal Goal { get; }

    /// <summary>How many seconds of load it needs, to its end and a while after.</summary>
    int Seconds => 15;

    /// <summary>Whether the database refuses or hangs meanwhile, so that a silo may fail to start or to stop in order.</summary>
    bool StopsDatabase => false;

    /// <summary>Whether what was acknowledged in the last moments before it may be lost. Such a loss is counted and told, and fails nothing; it is not among the faults of <c>--all</c>.</summary>
    bool LosesAcknowledged => false;

    /// <summary>What it needs of the region before that starts.</summary>
    FaultNeeds Needs => FaultNeeds.Nothing;

    /// <summary>Puts the fault in, takes it out again, and notes both.</summary>
    Task Run(FaultContext context, CancellationToken cancellation);
}
