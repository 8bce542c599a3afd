namespace ActiveActive.Cli.Drills.Report;

/// <summary>A run in figures. <see cref="RunRecorder"/> fills in what can be counted from the history; the checkers' and the drill's own figures are added with <c>with</c>.</summary>
internal sealed record ReportNumbers
{
    public long Calls { get; init; }

    public long Acknowledged { get; init; }

    /// <summary>Refused by the application's own rules, which is an answer.</summary>
    public long Refused { get; init; }

    /// <summary>Calls whose outcome was never learned.</summary>
    public long Unknown { get; init; }

    /// <summary>Calls whose caller saw an error, whether or not the outcome was learned later.</summary>
    public long Errors { get; init; }

    /// <summary>The longest time without an answer of the median grain.</summary>
    public double GapP50Milliseconds { get; init; }

    public double GapP99Milliseconds { get; init; }

    /// <summary>The same of the worst grain.</summary>
    public double GapMaxMilliseconds { get; init; }

    /// <summary>From when the fault was healed until every grain had been answered again and no call hung that had begun before; null when there was nothing to heal. The caller measures it.</summary>
    public double? RecoveryMilliseconds { get; init; }

    /// <summary>Latencies count from when a call was due, so that a stall cannot hide itself.</summary>
    public double LatencyP50Milliseconds { get; init; }

    public double LatencyP99Milliseconds { get; init; }

    public double LatencyMaxMilliseconds { get; init; }

    /// <summary>How long changes took from region to region before anything was broken; null where there is one region, or nothing was measured.</summary>
    public double? LagP50Milliseconds { get; init; }

    public double? LagP99Milliseconds { get; init; }

    /// <summary>The same while something was broken.</summary>
    public double? LagWhileBrokenP99Milliseconds { get; init; }

    /// <summary>From the end of the last call until all regions showed the same; null where there is one, or they did not.</summary>
    public double? ConvergedMilliseconds { get; init; }

    public long Lost { get; init; }

    public long Doubled { get; init; }

    /// <summary>All findings of the checkers, lost and doubled effects included.</summary>
    public long Findings { get; init; }
}
