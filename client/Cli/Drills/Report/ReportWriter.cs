using ActiveActive.Cli.Drills.Report.Pictures;

namespace ActiveActive.Cli.Drills.Report;

/// <summary>Writes a report into a folder: <c>report.html</c> (one file, nothing is loaded from elsewhere), <c>report.md</c>, <c>report.json</c>, and the main picture <c>report.svg</c>.</summary>
internal static class ReportWriter
{
    /// <returns>The HTML file.</returns>
    public static async Task<string> Write(string folder, DrillReport report, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(folder);
        var html = Path.Combine(folder, "report.html");
        await File.WriteAllTextAsync(Path.Combine(folder, "report.json"), ReportJson.Write(report), cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder, "report.svg"), MainPicture.Draw(report), cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder, "report.md"), ReportMarkdown.Write(report), cancellation);
        await File.WriteAllTextAsync(html, ReportHtml.Write(report), cancellation);
        return html;
    }
}
