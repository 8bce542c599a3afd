namespace ActiveActive.Cli.Bench;

/// <summary>The arithmetic of the results.</summary>
internal static class BenchMath
{
    /// <summary>The middle value, or the mean of the two in the middle; 0 of none.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>How many times <paramref name="other"/> a figure is; null when there is nothing to compare with.</summary>
    public static double? Ratio(double figure, double other) => other > 0 && figure > 0 ? figure / other : null;

    /// <summary>
    /// What a call that writes can reach at most on this machine: its time is that of a call that writes nothing and that of a row in the bare database, one after the other, since both
    /// want the same processors. Null when one of them was not measured.
    /// </summary>
    /// <param name="calls">Calls per second that write nothing.</param>
    /// <param name="rows">Rows per second that the bare database takes.</param>
    public static double? Limit(double calls, double rows) => calls > 0 && rows > 0 ? 1 / ((1 / calls) + (1 / rows)) : null;
}
