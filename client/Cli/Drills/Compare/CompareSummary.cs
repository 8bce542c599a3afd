using ActiveActive.TestKit.Checks;

namespace ActiveActive.Cli.Drills.Compare;

/// <summary>What a target did in all trials: a row of the table.</summary>
internal sealed record CompareSummary
{
    /// <summary>As <see cref="CompareTarget.Name"/>.</summary>
    public required string Target { get; init; }

    public required string Title { get; init; }

    public required int Trials { get; init; }

    /// <summary>The medians over the trials of each trial's p50, p99 and maximum over the grains.</summary>
    public required Gaps GapMilliseconds { get; init; }

    /// <summary>The longest gap of any grain in any trial.</summary>
    public required double LongestGapMilliseconds { get; init; }

    /// <summary>The median over the trials of the longest that one caller waited for its answer or its error.</summary>
    public required double LongestCallMilliseconds { get; init; }

    /// <summary>The median over the trials.</summary>
    public required double Errors { get; init; }

    /// <summary>Over all trials.</summary>
    public required long Silent { get; init; }

    /// <summary>Over all trials.</summary>
    public required long Lost { get; init; }

    /// <summary>Over all trials.</summary>
    public required long Doubled { get; init; }

    /// <summary>Nodes that died without having been killed, over all trials.</summary>
    public required long Died { get; init; }

    /// <summary>How many times longer its gap (p99) is than ours.</summary>
    public required double TimesOurs { get; init; }

    public static CompareSummary Of(CompareTarget target, IReadOnlyList<CompareTrial> all)
    {
        CompareTrial[] trials = [.. all.Where(trial => trial.Target == target.Name)];
        var gap = GapOf(trials);
        return new CompareSummary
        {
            Target = target.Name,
            Title = target.Title,
            Trials = trials.Length,
            GapMilliseconds = gap,
            LongestGapMilliseconds = trials.Max(static trial => trial.GapMilliseconds.Max),
            LongestCallMilliseconds = Median(trials.Select(static trial => trial.LongestCallMilliseconds)),
            Errors = Median(trials.Select(static trial => (double)trial.Errors)),
            Silent = trials.Sum(static trial => trial.Silent),
            Lost = trials.Sum(static trial => trial.Lost),
            Doubled = trials.Sum(static trial => trial.Doubled),
            Died = trials.Sum(static trial => trial.Died.Count),
            TimesOurs = gap.P99 / GapOf([.. all.Where(static trial => trial.Target == CompareTarget.Ours.Name)]).P99,
        };
    }

    private static Gaps GapOf(IReadOnlyCollection<CompareTrial> trials) => new(
        Median(trials.Select(static trial => trial.GapMilliseconds.P50)),
        Median(trials.Select(static trial => trial.GapMilliseconds.P99)),
        Median(trials.Select(static trial => trial.GapMilliseconds.Max)));

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
