using ActiveActive.TestKit.History;

namespace ActiveActive.TestKit.Checks;

/// <summary>For each grain, the longest time in which none of its callers got an answer, in milliseconds.</summary>
internal sealed record Gaps(double P50, double P99, double Max)
{
    public static Gaps Of(IReadOnlyList<Operation> history, long from, long until)
    {
        var longest = history.GroupBy(operation => operation.Grain)
            .Select(grain => Longest([from, .. grain.Where(operation => operation.Outcome != Outcome.Unknown).Select(operation => operation.End).Where(end => end > from && end < until).Order(), until]))
            .Order()
            .ToList();
        return longest.Count == 0 ? new Gaps(0, 0, 0) : new Gaps(At(longest, 0.5), At(longest, 0.99), longest[^1]);
    }

    private static double Longest(List<long> times)
    {
        var longest = 0L;
        for (var i = 1; i < times.Count; i++)
        {
            longest = Math.Max(longest, times[i] - times[i - 1]);
        }

        return longest / 1000.0;
    }

    private static double At(List<double> sorted, double quantile) => sorted[Math.Min(sorted.Count - 1, (int)(quantile * sorted.Count))];
}
