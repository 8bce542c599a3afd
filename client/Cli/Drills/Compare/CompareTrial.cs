using ActiveActive.TestKit.Checks;

namespace ActiveActive.Cli.Drills.Compare;

/// <summary>What one target did in one trial.</summary>
internal sealed record CompareTrial
{
    /// <summary>As <see cref="CompareTarget.Name"/>.</summary>
    public required string Target { get; init; }

    /// <summary>Counted from 1.</summary>
    public required int Trial { get; init; }

    /// <summary>The node that was killed, counted from 1; the same for all targets of a trial.</summary>
    public required int Victim { get; init; }

    /// <summary>Whether no checker complained and no node died. What peers do is only measured.</summary>
    public required bool Passed { get; init; }

    /// <summary>From five seconds before the kill to the end of the load.</summary>
    public required Gaps GapMilliseconds { get; init; }

    /// <summary>The longest that one caller waited for its answer or its error, from when the call was due; bounded by the system's own timeout.</summary>
    public required double LongestCallMilliseconds { get; init; }

    /// <summary>Grains that were without an answer for the last two seconds of the load: their gaps were longer than shown.</summary>
    public required int Silent { get; init; }

    public required long Calls { get; init; }

    /// <summary>Calls that ended with an error.</summary>
    public required long Errors { get; init; }

    /// <summary>Of these, calls that were due before the kill.</summary>
    public required long ErrorsBefore { get; init; }

    /// <summary>Acknowledged additions that are not in the database.</summary>
    public required long Lost { get; init; }

    /// <summary>Additions in the database beyond those that were acknowledged or whose outcome is unknown.</summary>
    public required long Doubled { get; init; }

    /// <summary>Nodes that died without having been killed.</summary>
    public required IReadOnlyCollection<string> Died { get; init; }

    public required string Folder { get; init; }
}
