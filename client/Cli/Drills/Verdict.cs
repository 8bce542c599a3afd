using ActiveActive.TestKit.Checks;

namespace ActiveActive.Cli.Drills;

/// <summary>What a drill found. Also the verdict file.</summary>
internal sealed record Verdict
{
    public required bool Passed { get; init; }

    public required DrillFault Fault { get; init; }

    public required bool PlantedBug { get; init; }

    public required int Seed { get; init; }

    public required double Seconds { get; init; }

    public required long Calls { get; init; }

    public required long Acknowledged { get; init; }

    public required long Refused { get; init; }

    /// <summary>Operations whose outcome could not be learned in the end.</summary>
    public required long Unknown { get; init; }

    /// <summary>Operations whose caller saw an error at first.</summary>
    public required long ErrorsSeen { get; init; }

    public required long Cuts { get; init; }

    public required long Lost { get; init; }

    public required long Duplicated { get; init; }

    public required long WentBack { get; init; }

    public required long Unbalanced { get; init; }

    public required long SilosDied { get; init; }

    public required Gaps GapMilliseconds { get; init; }

    public required Gaps LatencyMilliseconds { get; init; }

    /// <summary>The first findings, in words.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    public required string Folder { get; init; }
}
