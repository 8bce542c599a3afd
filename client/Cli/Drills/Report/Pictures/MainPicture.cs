namespace ActiveActive.Cli.Drills.Report.Pictures;

/// <summary>The one picture that tells the most: strips where targets are compared under one fault, silences where there are several faults or runs, else the timeline of the only run.</summary>
internal static class MainPicture
{
    /// <returns>A whole SVG file, legible at the width of a README (about 830 pixels).</returns>
    public static string Draw(DrillReport report)
    {
        var rows = ReportRow.Of(report);
        var colors = new TargetColors(report);
        var faults = rows.Select(static row => row.Fault).Distinct().Count();
        return rows switch
        {
            [] => new Svg(830, 40, "No run").ToFile(),
            [{ Runs: [var run] }] => TimelinePicture.Draw(run, $"{run.Fault}: longest silence of any grain {Format.Time(run.Numbers.GapMaxMilliseconds)}", showTitle: true).ToFile(),
            _ when faults == 1 && rows.Count > 1 => StripsPicture.Draw(rows, $"{rows[0].Fault}: the same load, fault and machine", colors.Of, showTitle: true).ToFile(),
            _ => SilencePicture.Draw(rows, "How long grains were silent, by fault", colors.Of, showTitle: true).ToFile(),
        };
    }
}
