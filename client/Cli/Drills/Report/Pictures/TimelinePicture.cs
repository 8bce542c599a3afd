namespace ActiveActive.Cli.Drills.Report.Pictures;

/// <summary>One run over time: answers per second, errors where there were any, latencies on a logarithmic scale, and what happened as labelled vertical lines through all of them.</summary>
internal static class TimelinePicture
{
    private const double Left = 64, Right = 68, Lane = 15, Gap = 30;
    private const int MostLanes = 8, LongestLabel = 44;

    // More lines than this through all panels would hide what they explain: they become short marks above them.
    private const int MostLines = 40;

    /// <param name="run">What to draw.</param>
    /// <param name="title">For those who cannot see it, and in the picture when <paramref name="showTitle"/>.</param>
    /// <param name="showTitle">Whether the title stands in the picture.</param>
    /// <param name="width">In pixels.</param>
    public static Svg Draw(ReportRun run, string title, bool showTitle = false, double width = 830)
    {
        var series = run.Series;
        var seconds = series.Answered.Count * series.BucketMilliseconds / 1000;
        var x = new LinearScale(0, seconds, Left, width - Right);
        var shown = run.Events.Where(happened => happened.Seconds >= 0 && happened.Seconds <= seconds).ToList();
        var places = LabelPlacement.Place(
            [.. shown.Select(happened => new Label(x[happened.Seconds], TextWidth.Of(Short(happened), 11), (int)happened.Kind))], 4, width - 4, shown.Count > MostLines ? MostLanes / 4 : MostLanes);
        var lanes = places.Max(static place => place.Lane) + 1 ?? 0;
        var hasErrors = series.Errors.Any(static count => count > 0);

        var top = (showTitle ? 26 : 4) + (lanes * Lane);
        var throughput = new Panel(Left, top + 26, width - Left - Right, 118);
        var errors = new Panel(Left, throughput.Bottom + Gap, throughput.Width, 44);
        var latency = new Panel(Left, (hasErrors ? errors.Bottom : throughput.Bottom) + Gap, throughput.Width, 142);
        var svg = new Svg(width, latency.Bottom + 38, title);
        if (showTitle)
        {
            svg.Text(12, 20, title, "h");
        }

        var buckets = new LinearScale(0, series.Answered.Count, x.From, x.To);
        Throughput(svg, throughput, series, bucket => buckets[bucket]);
        if (hasErrors)
        {
            Errors(svg, errors, series, bucket => buckets[bucket]);
        }

        Latency(svg, latency, series, bucket => buckets[bucket]);
        Time(svg, latency, x);
        Events(svg, shown, places, x, top, shown.Count > MostLines ? throughput.Top : latency.Bottom);
        return svg;
    }

    internal static void Throughput(Svg svg, Panel panel, ReportSeries series, Func<int, double> x, double? most = null, int target = 0, string? caption = "answers per second")
    {
        var perSecond = series.Answered.Select(count => count * 1000 / series.BucketMilliseconds).ToList();
        var y = new LinearScale(0, Math.Max(1, most ?? perSecond.DefaultIfEmpty(0).Max()) * 1.04, panel.Bottom, panel.Top);
        Grid(svg, panel, y.Ticks(panel.Height > 90 ? 5 : 3).Select(tick => (y[tick], Format.Count((long)tick))), caption);
        svg.Path(StepPath.Steps(perSecond, x, value => y[value], panel.Bottom), $"area {PictureStyle.Target(target)}");
        svg.Path(StepPath.Steps(perSecond, x, value => y[value]), $"thin {PictureStyle.Target(target)}");
    }

    /// <summary>Lines across and their values at the left; the caption above them.</summary>
    internal static void Grid(Svg svg, Panel panel, IEnumerable<(double Y, string Text)> ticks, string? caption)
    {
        foreach (var (at, text) in ticks)
        {
            svg.Line(panel.Left, at, panel.Right, at, "grid");
            svg.Text(panel.Left - 8, at + 4, text, "s soft", "end");
        }

        if (caption is not null)
        {
            svg.Text(panel.Left, panel.Top - 8, caption, "s b");
        }
    }

    private static void Errors(Svg svg, Panel panel, ReportSeries series, Func<int, double> x)
    {
        var y = new LinearScale(0, series.Errors.Max() * 1.05, panel.Bottom, panel.Top);
        Grid(svg, panel, new[] { 0, series.Errors.Max() }.Select(tick => (y[tick], Format.Count(tick))), $"calls that saw an error, per {Format.Tick(series.BucketMilliseconds)}");
        for (var bucket = 0; bucket < series.Errors.Count; bucket++)
        {
            if (series.Errors[bucket] > 0)
            {
                svg.Rect(x(bucket), y[series.Errors[bucket]], Math.Max(1.5, x(bucket + 1) - x(bucket) - 0.3), panel.Bottom - y[series.Errors[bucket]], "err");
            }
        }
    }

    private static void Latency(Svg svg, Panel panel, ReportSeries series, Func<int, double> x)
    {
        var y = LogScale.Over([.. series.LatencyP50.OfType<double>(), .. series.LatencyMax.OfType<double>()], panel.Bottom, panel.Top);
        Grid(svg, panel, y.Ticks().Select(tick => (y[tick], Format.Tick(tick))), $"latency of the calls due in each {Format.Tick(series.BucketMilliseconds)}");
        (string Style, string Name, IReadOnlyList<double?> Values)[] lines = [("line thin max", "max", series.LatencyMax), ("line p99", "p99", series.LatencyP99), ("line p50", "p50", series.LatencyP50)];
        var labels = new List<(double Y, string Style, string Name)>();
        foreach (var (style, name, values) in lines)
        {
            svg.Path(StepPath.Line(values, x, value => y[value]), style);
            if (values.OfType<double>().ToList() is { Count: > 0 } known)
            {
                labels.Add((y[known[^1]], name, name));
            }
        }

        // Named at their ends, pushed apart where they meet.
        var last = double.NegativeInfinity;
        foreach (var label in labels.OrderBy(static label => label.Y).ThenBy(label => labels.IndexOf(label)))
        {
            last = Math.Max(label.Y + 4, last + 13);
            svg.Text(panel.Right + 7, last, label.Name, $"b {label.Style}");
        }
    }

    internal static void Time(Svg svg, Panel lowest, LinearScale x, string caption = "seconds since measuring began")
    {
        svg.Line(lowest.Left, lowest.Bottom, lowest.Right, lowest.Bottom, "axis");
        foreach (var tick in x.Ticks(12))
        {
            svg.Line(x[tick], lowest.Bottom, x[tick], lowest.Bottom + 4, "axis");
            svg.Text(x[tick], lowest.Bottom + 17, Svg.At(tick), "s soft", "middle");
        }

        svg.Text((lowest.Left + lowest.Right) / 2, lowest.Bottom + 32, caption, "s soft", "middle");
    }

    private static void Events(Svg svg, List<ReportEvent> events, LabelPlace[] places, LinearScale x, double top, double bottom)
    {
        for (var i = 0; i < events.Count; i++)
        {
            var at = x[events[i].Seconds];
            var style = $"ev ev{(int)events[i].Kind}";
            if (places[i].Lane is not { } lane)
            {
                svg.Line(at, top + 19, at, bottom, style);
                continue;
            }

            var y = top - (lane * Lane);
            svg.Line(at, y - 10, at, bottom, style);
            svg.Text(places[i].Left, y, Short(events[i]), $"s{(events[i].Kind == ReportEventKind.Fault ? " b" : "")}", tip: $"{Svg.At(events[i].Seconds)} s: {events[i].Text}");
        }
    }

    private static string Short(ReportEvent happened) => TextWidth.Cut(happened.Text, LongestLabel);
}
