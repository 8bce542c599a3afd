using System.Text;
using ActiveActive.Cli.Drills.Report.Pictures;

namespace ActiveActive.Cli.Drills.Report;

/// <summary>
/// <c>report.html</c>: verdict, header, the silences of all faults, the table, and a section for each fault with its pictures. One file without scripts; nothing is loaded from elsewhere.
/// Of several runs the worst and the typical one are drawn; the rest stand in the table and in <c>report.json</c>.
/// </summary>
internal static class ReportHtml
{
    private const int MostFindings = 20, MostEvents = 200;

    public static string Write(DrillReport report)
    {
        var rows = ReportRow.Of(report);
        var colors = new TargetColors(report);
        var page = new StringBuilder(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>Drill {ReportText.Word(report)}: {E(Faults(rows))}</title>
            <style>{ReportStyle.Css}{PictureStyle.Css}</style>
            </head>
            <body>
            <main>
            <header>
            <p class="kind">ActiveActive drill</p>
            <h1 class="{(report.Passed ? "passed" : "failed")}">{ReportText.Word(report)}</h1>
            <p class="summary">{E(ReportText.Summary(report))}</p>
            {string.Concat(ReportText.Missing(report).Select(static text => $"<p class=\"missing\">{E(text)}</p>"))}
            <pre>{E(report.Command)}</pre>
            <dl>{string.Concat(ReportText.Header(report).Select(static line => $"<div><dt>{E(line.Name)}</dt><dd>{E(line.Value)}</dd></div>"))}</dl>
            </header>

            """);
        if (rows.Count > 1)
        {
            Section(page, "How long grains were silent", SilencePicture.Draw(rows, "Longest silence of grains by fault", colors.Of));
        }

        Table(page, rows);
        foreach (var fault in rows.GroupBy(static row => row.Fault))
        {
            Fault(page, [.. fault], colors);
        }

        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Fault(StringBuilder page, IReadOnlyList<ReportRow> rows, TargetColors colors)
    {
        page.Append($"<section class=\"fault\">\n<h2>{E(rows[0].Fault)}</h2>\n");
        if (rows.Count > 1)
        {
            Figure(page, StripsPicture.Draw(rows, $"{rows[0].Fault}: answers per second of each target", colors.Of), $"The same fault, load and machine. Typical run of each target; times are medians over its runs.");
        }

        foreach (var row in rows)
        {
            Figure(page, TimelinePicture.Draw(row.Worst, $"{row.Fault}, {row.Target}: timeline"), Caption(row, row.Worst, row.Runs.Count == 1 ? "" : "the worst of its runs, "));
            if (row.Typical != row.Worst)
            {
                page.Append("<details><summary>A typical run</summary>\n");
                Figure(page, TimelinePicture.Draw(row.Typical, $"{row.Fault}, {row.Target}: timeline of a typical run"), Caption(row, row.Typical, "the median of its runs, "));
                page.Append("</details>\n");
            }

            Findings(page, row);
            Events(page, row.Worst);
        }

        Figure(page, SharesPicture.Draw(rows, $"{rows[0].Fault}: distribution of the silences of grains", colors.Of), "All grains of all runs.");
        page.Append("</section>\n");
    }

    private static string Caption(ReportRow row, ReportRun run, string which) =>
        $"{row.Target}, {which}seed {run.Seed}: {Format.Count(run.Numbers.Calls)} calls, latency p50 {Format.Time(run.Numbers.LatencyP50Milliseconds)}, p99 {Format.Time(run.Numbers.LatencyP99Milliseconds)}, "
        + $"max {Format.Time(run.Numbers.LatencyMaxMilliseconds)}; longest silence of a grain {Format.Time(run.Numbers.GapMaxMilliseconds)}.";

    private static void Findings(StringBuilder page, ReportRow row)
    {
        var findings = row.Runs.SelectMany(run => run.Findings.Select(finding => (run.Seed, Finding: finding))).ToList();
        if (findings.Count == 0)
        {
            return;
        }

        page.Append($"<div class=\"findings\"><h3>{E(ReportText.Plural(findings.Count, "finding"))} of {E(row.Target)}</h3><ul>\n");
        foreach (var (seed, finding) in findings.Take(MostFindings))
        {
            page.Append($"<li>{E(finding)} <small>(seed {seed})</small></li>\n");
        }

        page.Append(findings.Count > MostFindings ? $"<li>and {findings.Count - MostFindings} more, see report.json</li>" : "").Append("</ul></div>\n");
    }

    private static void Events(StringBuilder page, ReportRun run)
    {
        if (run.Events.Count == 0)
        {
            return;
        }

        page.Append($"<details><summary>{E(ReportText.Plural(run.Events.Count, "event"))}</summary><table class=\"events\">\n");
        foreach (var happened in run.Events.Take(MostEvents))
        {
            page.Append($"<tr><td class=\"number\">{Seconds(happened.Seconds)}</td><td>{E(happened.Text)}</td></tr>\n");
        }

        page.Append(run.Events.Count > MostEvents ? $"<tr><td></td><td>and {run.Events.Count - MostEvents} more, see report.json</td></tr>" : "").Append("</table></details>\n");
    }

    private static void Table(StringBuilder page, IReadOnlyList<ReportRow> rows)
    {
        page.Append("<section><h2>Fault by fault</h2><div class=\"wide\"><table class=\"matrix\"><thead><tr>")
            .AppendJoin("", ReportText.Columns.Select(static (name, column) => $"<th{(column < ReportText.NameColumns ? "" : " class=\"number\"")}>{E(name)}</th>"))
            .Append("</tr></thead><tbody>\n");
        foreach (var row in rows)
        {
            var cells = ReportText.Cells(row);
            page.Append(row.IsPeer ? "<tr class=\"peer\">" : "<tr>");
            for (var column = 0; column < cells.Count; column++)
            {
                page.Append($"<td class=\"{Style(row, column)}\">{Cell(cells[column], column)}</td>");
            }

            page.Append("</tr>\n");
        }

        page.Append($"</tbody></table></div><p class=\"note\">{E(ReportText.TableNote)}</p></section>\n");
    }

    // The worst run, in parentheses, goes below: the table has many columns.
    private static string Cell(string text, int column) =>
        column >= ReportText.NameColumns && text.IndexOf(" (", StringComparison.Ordinal) is > 0 and var worst ? $"{E(text[..worst])}<small>{E(text[(worst + 1)..])}</small>" : E(text);

    private static string Style(ReportRow row, int column) => ReportText.Columns[column] switch
    {
        "Lost" => row.Lost > 0 ? "number bad" : "number good",
        "Doubled" => row.Doubled > 0 ? "number bad" : "number good",
        "Findings" => row.Findings > 0 ? "number bad" : "number good",
        "Verdict" => row.IsPeer ? "number" : row.Passed ? "number good" : "number bad",
        _ => column < ReportText.NameColumns ? "name" : "number",
    };

    private static void Section(StringBuilder page, string heading, Svg picture)
    {
        page.Append($"<section><h2>{E(heading)}</h2>\n");
        Figure(page, picture, null);
        page.Append("</section>\n");
    }

    private static void Figure(StringBuilder page, Svg picture, string? caption) =>
        page.Append($"<figure><div class=\"wide\">{picture.ToInline()}</div>{(caption is null ? "" : $"<figcaption>{E(caption)}</figcaption>")}</figure>\n");

    private static string Faults(IReadOnlyList<ReportRow> rows) => TextWidth.Cut(string.Join(", ", rows.Select(static row => row.Fault).Distinct()), 80);

    private static string Seconds(double seconds) => Svg.At(seconds) + " s";

    private static string E(string text) => Svg.Escape(text);
}
