using System.Globalization;
using ActiveActive.Cli.Drills.Report;
using ActiveActive.Cli.Drills.Report.Pictures;

namespace ActiveActive.Cli.Bench.Report;

/// <summary>
/// A benchmark's results as bars, a panel for each level. Lengths of bars compare only from zero, so each panel is linear, and as the levels are orders of magnitude apart, each has its own scale.
/// </summary>
internal static class BenchPicture
{
    private const double Width = 830, Margin = 16, Row = 21, Thickness = 13, PanelHead = 26, PanelFoot = 12, ValueRoom = 96, LabelRoom = 146, Head = 40, Foot = 44;
    private const int Columns = 2;

    /// <summary>Draws it; null when there is nothing to draw.</summary>
    public static Svg? Draw(BenchReport report)
    {
        var panels = Panels(report);
        if (panels.Count == 0)
        {
            return null;
        }

        var columns = Math.Min(Columns, panels.Count);
        var width = (Width - (Margin * (columns + 1))) / columns;
        var heights = panels.Chunk(columns).Select(static row => PanelHead + (row.Max(static panel => panel.Bars.Count) * Row) + PanelFoot).ToList();
        var title = Title(report);
        var svg = new Svg(Width, Head + heights.Sum() + Foot, title);
        svg.Text(Margin, 25, title, "h");
        var top = Head;
        foreach (var (row, height) in panels.Chunk(columns).Zip(heights))
        {
            for (var column = 0; column < row.Length; column++)
            {
                Draw(svg, row[column], Margin + (column * (width + Margin)), top, width);
            }

            top += height;
        }

        svg.Text(Margin, top + 14, Note(report), "s soft");
        svg.Text(Margin, top + 30, Machine(report), "s soft");
        return svg;
    }

    private static void Draw(Svg svg, BenchPanel panel, double left, double top, double width)
    {
        svg.Text(left, top + 14, panel.Title, "b");
        var most = Math.Max(panel.Bars.Max(static bar => bar.Value), double.Epsilon);
        var scale = new LinearScale(0, most, left + LabelRoom, left + width - ValueRoom);
        svg.Line(scale.From, top + PanelHead - 4, scale.From, top + PanelHead + (panel.Bars.Count * Row), "axis");
        foreach (var (i, bar) in panel.Bars.Index())
        {
            var y = top + PanelHead + (i * Row);
            svg.Text(scale.From - 8, y + 11, TextWidth.Cut(bar.Name, 24), bar.IsOurs ? "s b" : "s soft", "end");
            svg.Rect(scale.From, y, Math.Max(1, scale[bar.Value] - scale.From), Thickness, bar.Color, 2);
            svg.Text(Math.Max(scale.From + 1, scale[bar.Value]) + 5, y + 11, bar.Text, bar.IsOurs ? "s b" : "s");
        }
    }

    private static IReadOnlyList<BenchPanel> Panels(BenchReport report) => report switch
    {
        { Growth: { } growth } => [.. growth.Few.Where(static figure => figure.InFlight > 0).Select(few => Panel(growth, few))],
        { Starts: [_, ..] starts } =>
        [
            new("Silo", [.. starts.Select(static start => Bar(start.System, start.SiloMilliseconds))]),
            new("Client", [.. starts.Select(static start => Bar(start.System, start.ClientMilliseconds))]),
        ],
        _ => [.. report.Figures.Where(static figure => figure.InFlight > 0 && figure.System != "stock-read").GroupBy(static figure => figure.InFlight).Select(Panel)],
    };

    private static BenchPanel Panel(IGrouping<int, BenchFigure> level)
    {
        var stock = level.FirstOrDefault(static figure => figure.System == BenchPeers.Stock)?.CallsPerSecond ?? 0;
        return new BenchPanel(Text($"{level.Key} in flight"), [.. level.Select(figure => BarOf(figure, stock))]);
    }

    private static BenchPanel Panel(GrowthReport growth, BenchFigure few)
    {
        var many = growth.Many.First(figure => figure.InFlight == few.InFlight);
        return new BenchPanel(
            Text($"{few.InFlight} in flight"),
            [
                new BenchBar(Text($"{growth.FewRows:N0} stored"), few.CallsPerSecond, Text($"{few.CallsPerSecond:N0}"), PictureStyle.Target(0), IsOurs: true),
                new BenchBar(Text($"{growth.ManyRows:N0} stored"), many.CallsPerSecond, Text($"{many.CallsPerSecond:N0}"), PictureStyle.Target(0), IsOurs: true),
            ]);
    }

    private static BenchBar BarOf(BenchFigure figure, double stock)
    {
        var isOurs = IsOurs(figure.System);
        var ratio = isOurs && BenchMath.Ratio(figure.CallsPerSecond, stock) is { } times ? $" · {Format.Ratio(times)}" : "";
        return new BenchBar(figure.Title, figure.CallsPerSecond, Text($"{figure.CallsPerSecond:N0}{(figure.Errors > 0 ? " !" : "")}{ratio}"), ColorOf(figure.System), isOurs);
    }

    private static BenchBar Bar(string system, double milliseconds) =>
        new(IsOurs(system) ? "ActiveActive" : "Orleans, ADO.NET", milliseconds, Format.Time(milliseconds), ColorOf(system), IsOurs(system));

    private static bool IsOurs(string system) => system.StartsWith("ours", StringComparison.Ordinal);

    // What is no framework is grey.
    private static string ColorOf(string system) => system switch
    {
        BenchPeers.Stock => PictureStyle.Target(1),
        BenchPeers.Akka => PictureStyle.Target(4),
        BenchPeers.PgBench or BenchPeers.Raw => "ev3",
        _ => PictureStyle.Target(0),
    };

    private static string Title(BenchReport report) => report.Kind switch
    {
        BenchCommand.Reads => "Calls per second that read",
        BenchCommand.Start => "From process start to the first answered call",
        BenchCommand.Growth => "Writes per second, few and many grains stored",
        _ => "Writes per second, each on disk before its answer",
    };

    private static string Note(BenchReport report)
    {
        var settings = report.Settings;
        var delay = settings.CommitDelay > 0 ? Text($"; database {settings.CommitDelay} ms further away") : "";
        var compared = report.Kind == BenchCommand.Writes && settings.Compare.Contains(BenchPeers.Stock) ? " × is against Orleans. ! had errors." : "";
        return report.Kind == BenchCommand.Start
            ? Text($"Medians of {settings.Trials}. Less is better. Each panel has its own scale.")
            : Text($"Medians of {settings.Trials} × {settings.Seconds} s; {settings.Silos} silo{(settings.Silos == 1 ? "" : "s")}, {settings.Grains:N0} grains of {settings.Payload} bytes{delay}. Each panel has its own scale.{compared}");
    }

    private static string Machine(BenchReport report) => TextWidth.Cut(
        Text($"{report.Processor}, {report.Machine.Cores} cores, {report.Machine.MemoryGigabytes} GiB; {string.Join(", ", report.Machine.Versions.Select(static version => $"{version.Name} {version.Version}"))}"), 140);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
