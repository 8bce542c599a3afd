namespace ActiveActive.Cli.Drills.Report.Pictures;

/// <summary>
/// How long grains were silent under each fault, on a logarithmic scale: a small dot for the median grain, a full one for the 99th percentile, a ring for the worst, medians over the
/// runs; a faint tick for the worst grain of each run.
/// </summary>
internal static class SilencePicture
{
    private const double Right = 190, Row = 22, Head = 24;

    public static Svg Draw(IReadOnlyList<ReportRow> rows, string title, Func<string, int> color, bool showTitle = false, double width = 830)
    {
        var compares = rows.Select(static row => row.Target).Distinct().Count() > 1;
        var left = Math.Clamp(rows.Max(row => TextWidth.Of(Name(row, compares), 12)) + 24, 90, 260);
        var top = (showTitle ? 32.0 : 6) + 34;
        var headings = compares ? rows.Select(static row => row.Fault).Distinct().Count() : 0;
        var panel = new Panel(left, top, width - left - Right, (rows.Count * Row) + (headings * Head) + 8);
        var x = LogScale.Over(rows.SelectMany(static row => row.Runs).SelectMany(static run => new[] { run.Numbers.GapP50Milliseconds, run.Numbers.GapMaxMilliseconds }), panel.Left, panel.Right);
        var svg = new Svg(width, panel.Bottom + 40, title);
        if (showTitle)
        {
            svg.Text(12, 22, title, "h");
        }

        Legend(svg, panel.Left, top - 22, rows.Any(static row => row.Runs.Count > 1), color(rows[0].Target));
        foreach (var tick in x.Ticks())
        {
            svg.Line(x[tick], panel.Top - 6, x[tick], panel.Bottom, "grid");
            svg.Text(x[tick], panel.Bottom + 16, Format.Tick(tick), "s soft", "middle");
        }

        svg.Text((panel.Left + panel.Right) / 2, panel.Bottom + 33, "longest time in which a grain answered nobody", "s soft", "middle");
        svg.Text(panel.Right + 14, top - 22, "p99", "s soft");
        svg.Text(panel.Right + 78, top - 22, "max", "s soft");
        var y = panel.Top;
        for (var i = 0; i < rows.Count; i++)
        {
            var isFirst = i == 0 || rows[i - 1].Fault != rows[i].Fault;
            if (compares && isFirst)
            {
                y += Head;
                svg.Text(12, y - 6, TextWidth.Cut(rows[i].Fault, 60), "b");
            }

            y += Row;
            var base0 = rows.First(row => row.Fault == rows[i].Fault);
            Draw(svg, rows[i], Name(rows[i], compares), base0, x, y - (Row / 2), panel, color(rows[i].Target));
        }

        return svg;
    }

    private static void Draw(Svg svg, ReportRow row, string name, ReportRow first, LogScale x, double y, Panel panel, int color)
    {
        var hue = PictureStyle.Target(color);
        svg.Text(panel.Left - 12, y + 4, name, row.IsPeer ? "soft" : "b", "end");
        svg.Line(x[row.GapP50.Median], y, x[row.GapMax.Median], y, $"span {hue}");
        if (row.Runs.Count > 1)
        {
            foreach (var run in row.Runs)
            {
                svg.Line(x[run.Numbers.GapMaxMilliseconds], y - 6, x[run.Numbers.GapMaxMilliseconds], y + 6, $"span {hue}");
            }
        }

        svg.Circle(x[row.GapMax.Median], y, 5, "paper");
        svg.Circle(x[row.GapMax.Median], y, 5, $"open {hue}", $"max {Format.Time(row.GapMax.Median)}");
        svg.Circle(x[row.GapP99.Median], y, 4.2, hue, $"p99 {Format.Time(row.GapP99.Median)}");
        svg.Circle(x[row.GapP50.Median], y, 2.6, hue, $"p50 {Format.Time(row.GapP50.Median)}");
        svg.Text(panel.Right + 14, y + 4, row.Beyond + Format.Time(row.GapP99.Median), "s");
        svg.Text(panel.Right + 78, y + 4, row.Beyond + Format.Time(row.GapMax.Median), "s b");
        if (row != first && first.GapMax.Median > 0)
        {
            svg.Text(panel.Right + Right - 10, y + 4, row.Beyond + Format.Ratio(row.GapMax.Median / first.GapMax.Median), $"b {hue}", "end");
        }
    }

    private static void Legend(Svg svg, double x, double y, bool hasRuns, int color)
    {
        var hue = PictureStyle.Target(color);
        svg.Circle(x + 4, y - 4, 2.6, hue);
        svg.Text(x + 12, y, "median grain", "s soft");
        svg.Circle(x + 98, y - 4, 4.2, hue);
        svg.Text(x + 107, y, "99 % of grains", "s soft");
        svg.Circle(x + 203, y - 4, 5, $"open {hue}");
        svg.Text(x + 213, y, "worst grain", "s soft");
        if (hasRuns)
        {
            svg.Line(x + 288, y - 10, x + 288, y + 2, $"span {hue}");
            svg.Text(x + 295, y, "worst of each run", "s soft");
        }
    }

    private static string Name(ReportRow row, bool compares) => TextWidth.Cut(compares ? row.Target : row.Fault, 34);
}
