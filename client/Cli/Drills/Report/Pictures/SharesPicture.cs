using System.Text;

namespace ActiveActive.Cli.Drills.Report.Pictures;

/// <summary>What share of the grains was silent for at most how long: the empirical distribution over all grains of all runs, one line a target.</summary>
internal static class SharesPicture
{
    private const double Left = 64, Right = 120;

    public static Svg Draw(IReadOnlyList<ReportRow> rows, string title, Func<string, int> color, double width = 830)
    {
        var panel = new Panel(Left, 28, width - Left - Right, 130);
        var svg = new Svg(width, panel.Bottom + 40, title);
        var x = LogScale.Over(rows.SelectMany(static row => row.Runs).SelectMany(static run => run.GrainGapsMilliseconds), panel.Left, panel.Right);
        var y = new LinearScale(0, 1, panel.Bottom, panel.Top);
        TimelinePicture.Grid(svg, panel, new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(share => (y[share], $"{share * 100:0} %")), "share of grains whose longest silence was at most …");
        foreach (var tick in x.Ticks())
        {
            svg.Line(x[tick], panel.Bottom, x[tick], panel.Bottom + 4, "axis");
            svg.Text(x[tick], panel.Bottom + 17, Format.Tick(tick), "s soft", "middle");
        }

        svg.Line(panel.Left, panel.Bottom, panel.Right, panel.Bottom, "axis");
        for (var i = 0; i < rows.Count; i++)
        {
            var gaps = rows[i].Runs.SelectMany(static run => run.GrainGapsMilliseconds).Order().ToList();
            var hue = PictureStyle.Target(color(rows[i].Target));
            svg.Path(Steps(gaps, x, y), $"line {hue}");
            if (rows.Count > 1)
            {
                svg.Text(panel.Right + 12, panel.Top + 6 + (i * 17), TextWidth.Cut(rows[i].Target, 18), $"b {hue}");
            }
        }

        return svg;
    }

    // A step a grain; steps that would not be seen apart are one.
    private static string Steps(List<double> gaps, LogScale x, LinearScale y)
    {
        if (gaps.Count == 0)
        {
            return "";
        }

        var path = new StringBuilder($"M{Svg.At(x.From)} {Svg.At(y[0])}");
        for (var i = 0; i < gaps.Count; i++)
        {
            if (i == gaps.Count - 1 || x[gaps[i + 1]] - x[gaps[i]] > 0.4)
            {
                path.Append('H').Append(Svg.At(x[gaps[i]])).Append('V').Append(Svg.At(y[(i + 1) / (double)gaps.Count]));
            }
        }

        return path.Append('H').Append(Svg.At(x.To)).ToString();
    }
}
