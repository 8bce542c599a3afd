namespace ActiveActive.Cli.Drills.Report.Pictures;

/// <summary>Small multiples: several targets under the same fault, one strip of answers per second each, with the same axes and the fault at zero.</summary>
internal static class StripsPicture
{
    private const double Left = 64, Right = 156, Before = 5, After = 8, Strip = 74, Gap = 22;

    public static Svg Draw(IReadOnlyList<ReportRow> rows, string title, Func<string, int> color, bool showTitle = false, double width = 830)
    {
        var runs = rows.Select(static row => row.Typical).ToList();
        var x = new LinearScale(-runs.Min(Lead), runs.Max(Tail), Left, width - Right);
        var most = runs.Max(static run => run.Series.Answered.DefaultIfEmpty(0).Max() * 1000 / run.Series.BucketMilliseconds);

        // Catching up after a stall comes in bursts far above the load; they may leave the strip, the load itself shall be readable.
        var usual = runs.Max(static run => Median(run.Series));
        var limit = Math.Min(most, Math.Max(1, usual) * 2.2);
        var top = (showTitle ? 32 : 8) + 14.0;
        var svg = new Svg(width, top + (rows.Count * (Strip + Gap)) - Gap + 40, title);
        if (showTitle)
        {
            svg.Text(12, 22, title, "h");
        }

        for (var i = 0; i < rows.Count; i++)
        {
            var panel = new Panel(Left, top + (i * (Strip + Gap)), x.To - Left, Strip);
            Draw(svg, panel, rows[i], runs[i], x, limit, color(rows[i].Target));
            Remark(svg, panel, rows[i], rows[0], color(rows[i].Target));
            if (i == 0)
            {
                svg.Text(x[0] + 5, panel.Top - 6, TextWidth.Cut(rows[i].Fault, 40), "s b");
                svg.Text(panel.Right, panel.Top - 6, "answers per second", "s soft", "end");
            }

            if (i == rows.Count - 1)
            {
                TimelinePicture.Time(svg, panel, x, "seconds since the fault");
            }
        }

        return svg;
    }

    private static void Draw(Svg svg, Panel panel, ReportRow row, ReportRun run, LinearScale x, double limit, int color)
    {
        var width = run.Series.BucketMilliseconds / 1000;
        var zero = Zero(run);
        var first = Math.Max(0, (int)Math.Ceiling((zero + x.Min) / width));
        var last = Math.Min(run.Series.Answered.Count, (int)Math.Floor((zero + x.Max) / width));
        var part = run.Series with { Answered = [.. run.Series.Answered.Skip(first).Take(last - first).Select(count => (int)Math.Min(count, limit * width))] };
        TimelinePicture.Throughput(svg, panel, part, bucket => x[((first + bucket) * width) - zero], limit, color, caption: null);
        svg.Line(x[0], panel.Top - 4, x[0], panel.Bottom, "ev ev0");
    }

    private static void Remark(Svg svg, Panel panel, ReportRow row, ReportRow first, int color)
    {
        var x = panel.Right + 14;
        svg.Text(x, panel.Top + 8, TextWidth.Cut(row.Target, 20), $"b {PictureStyle.Target(color)}");
        svg.Text(x, panel.Top + 29, row.Beyond + Format.Time(row.GapMax.Median), "h");
        svg.Text(x, panel.Top + 44, "longest silence", "s soft");
        var lines = new List<string>();
        if (row != first && first.GapMax.Median > 0)
        {
            lines.Add($"{row.Beyond}{Format.Ratio(row.GapMax.Median / first.GapMax.Median)} {TextWidth.Cut(first.Target, 12)}");
        }

        if (row.Lost + row.Doubled is > 0 and var bad)
        {
            lines.Add($"{Format.Count(bad)} lost or doubled");
        }

        for (var i = 0; i < lines.Count; i++)
        {
            svg.Text(x, panel.Top + 59 + (i * 15), lines[i], "s b");
        }
    }

    private static double Zero(ReportRun run) => run.Events.FirstOrDefault(static happened => happened.Kind == ReportEventKind.Fault)?.Seconds ?? 0;

    private static double Lead(ReportRun run) => Math.Min(Before, Math.Max(1, Zero(run)));

    // Until the slowest target is back, and a while longer.
    private static double Tail(ReportRun run)
    {
        var end = (run.Series.Answered.Count * run.Series.BucketMilliseconds / 1000) - Zero(run);
        return Math.Max(1, Math.Min(end, (run.Numbers.GapMaxMilliseconds / 1000) + After));
    }

    private static double Median(ReportSeries series) =>
        series.Answered.Count == 0 ? 0 : series.Answered.Order().ElementAt(series.Answered.Count / 2) * 1000 / series.BucketMilliseconds;
}
