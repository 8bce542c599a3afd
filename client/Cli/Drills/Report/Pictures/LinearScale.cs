namespace ActiveActive.Cli.Drills.Report.Pictures;

/// <summary>From values to pixels, evenly.</summary>
/// <param name="Min">The value at <paramref name="From"/>.</param>
/// <param name="Max">The value at <paramref name="To"/>; above <paramref name="Min"/>.</param>
/// <param name="From">A pixel; may be above <paramref name="To"/> (heights grow downwards).</param>
/// <param name="To">A pixel.</param>
internal readonly record struct LinearScale(double Min, double Max, double From, double To)
{
    public double this[double value] => From + ((value - Min) / (Max - Min) * (To - From));

    /// <summary>Round values (1, 2 or 5 times a power of ten) inside the scale, at most <paramref name="most"/> of them.</summary>
    public IReadOnlyList<double> Ticks(int most)
    {
        var rough = (Max - Min) / Math.Max(1, most - 1);
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        var ticks = new List<double>();
        for (var i = (long)Math.Ceiling((Min / step) - 1e-9); i * step <= Max + (step * 1e-9); i++)
        {
            ticks.Add(i * step);
        }

        return ticks;
    }
}
