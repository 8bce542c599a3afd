namespace ActiveActive.Cli.Drills.Report.Pictures;

/// <summary>From values to pixels by their logarithm; values below the scale are drawn at its lower end.</summary>
/// <param name="Min">The value at <paramref name="From"/>, above 0.</param>
/// <param name="Max">The value at <paramref name="To"/>, above <paramref name="Min"/>.</param>
/// <param name="From">A pixel.</param>
/// <param name="To">A pixel.</param>
internal readonly record struct LogScale(double Min, double Max, double From, double To)
{
    public double this[double value] => From + (Math.Log(Math.Max(value, Min) / Min) / Math.Log(Max / Min) * (To - From));

    /// <summary>A scale from the power of ten below the smallest value to the one above the largest, at least two decades wide and never below a tenth.</summary>
    public static LogScale Over(IEnumerable<double> values, double from, double to)
    {
        var all = values.Where(static value => value > 0).DefaultIfEmpty(1).ToList();
        var low = Math.Max(-1, Math.Floor(Math.Log10(all.Min()) + 1e-9));
        var high = Math.Max(low + 2, Math.Ceiling(Math.Log10(all.Max()) - 1e-9));
        return new LogScale(Math.Pow(10, low), Math.Pow(10, high), from, to);
    }

    /// <summary>The powers of ten.</summary>
    public IReadOnlyList<double> Ticks()
    {
        var ticks = new List<double>();
        for (var power = (int)Math.Round(Math.Log10(Min)); power <= Math.Log10(Max) + 1e-9; power++)
        {
            ticks.Add(Math.Pow(10, power));
        }

        return ticks;
    }
}
