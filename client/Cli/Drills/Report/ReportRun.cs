namespace ActiveActive.Cli.Drills.Report;

/// <summary>One run: one fault (or several at once) against one target.</summary>
internal sealed record ReportRun
{
    /// <summary>What was broken: <c>ours</c>, or the name of a peer. Runs with the same fault are drawn side by side, one for each target.</summary>
    public required string Target { get; init; }

    /// <summary>Whether it ran for comparison only: its losses are shown and do not decide the report's verdict.</summary>
    public bool IsPeer { get; init; }

    /// <summary>The fault's name as in the command; several joined by commas.</summary>
    public required string Fault { get; init; }

    public required int Seed { get; init; }

    public required bool Passed { get; init; }

    /// <summary>Whether the aims for times were met, too. A miss is shown and fails nothing.</summary>
    public bool MeetsAims { get; init; } = true;

    public required ReportNumbers Numbers { get; init; }

    /// <summary>What happened when; oldest first.</summary>
    public required IReadOnlyList<ReportEvent> Events { get; init; }

    public required ReportSeries Series { get; init; }

    /// <summary>For each grain, the longest time without an answer to anybody, in milliseconds; ascending.</summary>
    public required IReadOnlyList<double> GrainGapsMilliseconds { get; init; }

    /// <summary>How many grains had no answer to the end of the load, so that their times without one were longer than measured.</summary>
    public int Silent { get; init; }

    /// <summary>What the checkers found, in words; empty when all is well.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    /// <summary>Where its history and logs lie; null when they were not kept.</summary>
    public string? Folder { get; init; }
}
