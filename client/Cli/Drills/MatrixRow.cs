using ActiveActive.Cli.Drills.Faults;
using ActiveActive.TestKit.Checks;

namespace ActiveActive.Cli.Drills;

/// <summary>What the trials of one fault, or of faults together, found: medians of times, sums of counts.</summary>
internal sealed record MatrixRow
{
    public required string Fault { get; init; }

    public required FaultGoal? Goal { get; init; }

    /// <summary>Of those trials that came to a verdict.</summary>
    public required IReadOnlyList<int> Seeds { get; init; }

    /// <summary>Whether all trials came to a verdict and passed. A skipped fault has not passed.</summary>
    public required bool Passed { get; init; }

    /// <summary>Why it could not be tried on this machine, or null.</summary>
    public string? Skipped { get; init; }

    /// <summary>Why trials came to no verdict.</summary>
    public IReadOnlyList<string> Broken { get; init; } = [];

    public Gaps? GapMilliseconds { get; init; }

    public double? RecoveryMilliseconds { get; init; }

    /// <summary>Whether more than half of the trials met the aims for times.</summary>
    public bool GoalMet { get; init; }

    public long Calls { get; init; }

    public long ErrorsSeen { get; init; }

    public long Unknown { get; init; }

    public long Lost { get; init; }

    public long Duplicated { get; init; }

    public long WentBack { get; init; }

    public long Unbalanced { get; init; }

    /// <summary>Answers that no order explains, and grains of which that is undecided.</summary>
    public long OutOfOrder { get; init; }

    /// <summary>Carts that regions do not have the same of.</summary>
    public long Diverged { get; init; }

    public long SilosDied { get; init; }

    /// <summary>Where the trials' histories and verdicts lie.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    public static MatrixRow Of(string fault, IReadOnlyList<Verdict> verdicts, IReadOnlyList<string> broken)
    {
        if (verdicts.Count == 0)
        {
            return new MatrixRow { Fault = fault, Goal = null, Seeds = [], Passed = false, Broken = broken };
        }

        var goal = verdicts[0].Goal;
        var gaps = new Gaps(Median(verdicts, static verdict => verdict.GapMilliseconds.P50), Median(verdicts, static verdict => verdict.GapMilliseconds.P99), Median(verdicts, static verdict => verdict.GapMilliseconds.Max));
        double? recovery = verdicts.All(static verdict => verdict.RecoveryMilliseconds is not null) ? Median(verdicts, static verdict => verdict.RecoveryMilliseconds!.Value) : null;
        return new MatrixRow
        {
            Fault = fault,
            Goal = goal,
            Seeds = [.. verdicts.Select(static verdict => verdict.Seed)],
            Passed = broken.Count == 0 && verdicts.All(static verdict => verdict.Passed),
            Broken = broken,
            GapMilliseconds = gaps,
            RecoveryMilliseconds = recovery,
            GoalMet = verdicts.Count(static verdict => verdict.GoalMet) * 2 > verdicts.Count,
            Calls = verdicts.Sum(static verdict => verdict.Calls),
            ErrorsSeen = verdicts.Sum(static verdict => verdict.ErrorsSeen),
            Unknown = verdicts.Sum(static verdict => verdict.Unknown),
            Lost = verdicts.Sum(static verdict => verdict.Lost),
            Duplicated = verdicts.Sum(static verdict => verdict.Duplicated),
            WentBack = verdicts.Sum(static verdict => verdict.WentBack),
            Unbalanced = verdicts.Sum(static verdict => verdict.Unbalanced),
            OutOfOrder = verdicts.Sum(static verdict => verdict.NotLinearizable + verdict.Undecided),
            Diverged = verdicts.Sum(static verdict => verdict.Diverged),
            SilosDied = verdicts.Sum(static verdict => verdict.SilosDied),
            Folders = [.. verdicts.Select(static verdict => verdict.Folder)],
        };
    }

    /// <summary>The middle value, or the mean of the two in the middle.</summary>
    public static double Median(IReadOnlyList<Verdict> verdicts, Func<Verdict, double> value)
    {
        var sorted = verdicts.Select(value).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
