using ActiveActive.TestKit.History;

namespace ActiveActive.TestKit.Checks;

/// <summary>For each grain, the longest time in which none of its callers got an answer, in milliseconds.</summary>
internal sealed record Gaps(double P50, double P99, double Max)
{
    /// <summary>Over all grains of a history.</summary>
    /// <param name="history">All calls.</param>
    /// <param name="from">When the load was warm, in microseconds of the history's clock.</param>
    /// <param name="since">What ended before this does not count: nothing had been broken yet. At least <paramref name="from"/>.</param>
    /// <param name="until">When the load ended.</param>
    public static Gaps Of(IReadOnlyList<Operation> history, long from, long since, long until)
    {
        // A grain that never answered has been silent all the time.
        var longest = history.GroupBy(operation => operation.Grain)
            .Select(grain => Longest([.. grain.Where(operation => operation.Outcome != Outcome.Unknown).Select(operation => operation.End)], from, since, until))
            .Order()
            .ToList();
        return new Gaps(At(longest, 0.5), At(longest, 0.99), At(longest, 1));
    }

    /// <summary>Of times that were measured one by one, in milliseconds; null of none.</summary>
    public static Gaps? Of(IEnumerable<double> times)
    {
        var sorted = times.Order().ToList();
        return sorted.Count == 0 ? null : new Gaps(At(sorted, 0.5), At(sorted, 0.99), At(sorted, 1));
    }

    /// <summary>The longest time between two of a grain's answers, or between one and an end of the load, in milliseconds.</summary>
    /// <param name="ends">When its callers got answers, in any order; sorted by this.</param>
    /// <param name="from">When the load began, in microseconds as <paramref name="ends"/>.</param>
    /// <param name="since">Gaps that ended before this do not count.</param>
    /// <param name="until">When it ended.</param>
    public static double Longest(List<long> ends, long from, long since, long until)
    {
        ends.Sort();
        var (longest, last) = (0L, from);
        foreach (var end in ends)
        {
            if (end > from && end < until)
            {
                longest = end < since ? longest : Math.Max(longest, end - last);
                last = end;
            }
        }

        return Math.Max(longest, until - last) / 1000.0;
    }

    /// <summary>The value at a quantile of an ascending list; 0 when it is empty.</summary>
    public static double At(IReadOnlyList<double> sorted, double quantile) => sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(quantile * sorted.Count))];
}
