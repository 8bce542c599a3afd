using ActiveActive.Cli.Drills.Faults;
using ActiveActive.TestKit.Checks;
using ActiveActive.TestKit.History;

namespace ActiveActive.Cli.Drills;

/// <summary>What a drill found. Also the verdict file.</summary>
internal sealed record Verdict
{
    /// <summary>Whether every promise was kept. Aims for times (<see cref="Goal"/>) are none.</summary>
    public required bool Passed { get; init; }

    /// <summary>The names of the faults, separated by commas.</summary>
    public required string Fault { get; init; }

    public required FaultGoal Goal { get; init; }

    /// <summary>The name of the planted bug, or null.</summary>
    public required string? PlantedBug { get; init; }

    public required int Seed { get; init; }

    public required double Seconds { get; init; }

    public required long Calls { get; init; }

    public required long Acknowledged { get; init; }

    public required long Refused { get; init; }

    /// <summary>Operations whose outcome could not be learned in the end.</summary>
    public required long Unknown { get; init; }

    /// <summary>Operations whose caller saw an error at first: failed calls.</summary>
    public required long ErrorsSeen { get; init; }

    /// <summary>The same by type.</summary>
    public required IReadOnlyDictionary<string, long> ErrorKinds { get; init; }

    public required long Cuts { get; init; }

    /// <summary>Acknowledged effects that are gone because an asynchronous standby had not got them, as far as can be counted; null when none may be. They are not among <see cref="Lost"/>.</summary>
    public long? LostWithPrimary { get; init; }

    /// <summary>Transfers of those moments that arrived although their leaving is lost; null when none may.</summary>
    public long? ArrivedOnly { get; init; }

    public required long Lost { get; init; }

    public required long Duplicated { get; init; }

    public required long WentBack { get; init; }

    public required long Unbalanced { get; init; }

    /// <summary>Grains whose answers no order of their operations explains.</summary>
    public required long NotLinearizable { get; init; }

    /// <summary>Carts that regions do not have the same of, and what did not arrive in time.</summary>
    public required long Diverged { get; init; }

    /// <summary>What is measured of several regions only; null where there is one.</summary>
    public required RegionFigures? Regions { get; init; }

    /// <summary>Grains of which that could not be decided.</summary>
    public required long Undecided { get; init; }

    public required long SilosDied { get; init; }

    public required Gaps GapMilliseconds { get; init; }

    public required Gaps LatencyMilliseconds { get; init; }

    /// <summary>From a heal until each grain was answered again, the longest; null when nothing was healed.</summary>
    public required double? RecoveryMilliseconds { get; init; }

    /// <summary>Whether the aims for times were met, too.</summary>
    public required bool GoalMet { get; init; }

    /// <summary>How many effects, answers, calls and silos the findings are about, all together.</summary>
    public required long FindingCount { get; init; }

    /// <summary>The first findings, in words.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>When what is measured began and the load ended, in microseconds of <see cref="TestKit.Clock"/>.</summary>
    public required long From { get; init; }

    public required long Until { get; init; }

    /// <summary>All that happened, oldest first.</summary>
    public required IReadOnlyList<TimedEvent> Events { get; init; }

    public required IReadOnlyList<MemorySample> Memory { get; init; }

    public required IReadOnlyList<MemoryTrend> MemoryTrends { get; init; }

    /// <summary>How many silos were killed.</summary>
    public required int Kills { get; init; }

    /// <summary>
    /// When nothing was lost, doubled or wrong: with 95 % confidence, at most this share of acknowledged operations is (the rule of three, 3/n; Hanley and Lippman-Hand, 1983).
    /// Null when something was.
    /// </summary>
    public required double? Bound { get; init; }

    public required string Folder { get; init; }
}
