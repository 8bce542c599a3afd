namespace ActiveActive.Cli.Drills.Report.Pictures;

/// <summary>
/// The colors of pictures, light and dark. Hues are those of Okabe and Ito (Color Universal Design, 2008), which people with any color blindness can tell apart; where two lines are
/// in one panel they also differ in width or dashes, and are labelled in place. Written out, without CSS variables: viewers other than browsers do not know them.
/// </summary>
internal static class PictureStyle
{
    /// <summary>How many targets have a color of their own; further ones begin again.</summary>
    public const int Targets = 5;

    private static readonly string[] Light = ["#0072b2", "#d55e00", "#b8860b", "#007a5a", "#a8517f"];
    private static readonly string[] Dark = ["#56b4e9", "#ff8f45", "#f0c54a", "#2fc79a", "#e59ac4"];

    public static string Css { get; } =
        Shapes + Colors("#ffffff", "#1b1f24", "#59636e", "#e4e7eb", Light) + "@media screen and (prefers-color-scheme:dark){" + Colors("#14181d", "#e6e9ed", "#9aa4af", "#2b323a", Dark) + "}";

    private const string Shapes =
        """
        text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"DejaVu Sans",sans-serif;font-size:12px}
        text.s{font-size:11px}text.b{font-weight:600}text.h{font-size:15px;font-weight:650}
        line.grid{stroke-width:1}line.axis{stroke-width:1}path.line{fill:none;stroke-width:1.8;stroke-linejoin:round}path.thin{fill:none;stroke-width:1}path.dash{stroke-dasharray:5 3}
        path.area{stroke:none;fill-opacity:.22}line.ev{stroke-width:1.3}line.ev2,line.ev3{stroke-dasharray:3 3}line.ev1{stroke-dasharray:7 3}circle.open{fill-opacity:0;stroke-width:2}line.span{stroke-width:2;stroke-opacity:.45}

        """;

    /// <summary>The class of a target's color.</summary>
    public static string Target(int index) => $"t{index % Targets}";

    private static string Colors(string paper, string ink, string soft, string grid, string[] hues) =>
        $"rect.paper{{fill:{paper}}}text{{fill:{ink};stroke:{paper};stroke-width:3px;stroke-linejoin:round;paint-order:stroke}}text.soft{{fill:{soft}}}line.grid{{stroke:{grid}}}line.axis{{stroke:{soft}}}rect.err{{fill:{hues[1]}}}circle.paper{{fill:{paper}}}"
        + string.Concat(hues.Select((hue, i) =>
            $"path.area.t{i},circle.t{i},rect.t{i},text.t{i}{{fill:{hue}}}path.line.t{i},path.thin.t{i},circle.open.t{i},line.t{i}{{stroke:{hue}}}"))
        + $"path.p50{{stroke:{hues[0]}}}path.p99{{stroke:{hues[2]}}}path.max{{stroke:{hues[4]}}}text.p50{{fill:{hues[0]}}}text.p99{{fill:{hues[2]}}}text.max{{fill:{hues[4]}}}"
        + $"line.ev0,rect.ev0{{stroke:{hues[1]};fill:{hues[1]}}}line.ev1,rect.ev1{{stroke:{hues[3]};fill:{hues[3]}}}line.ev2,rect.ev2{{stroke:{hues[4]};fill:{hues[4]}}}line.ev3,rect.ev3{{stroke:{soft};fill:{soft}}}\n";
}
