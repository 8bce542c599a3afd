using System.Text;

namespace ActiveActive.Cli.Drills.Report;

/// <summary><c>report.md</c>: verdict, main picture and table, for a README or a pull request.</summary>
internal static class ReportMarkdown
{
    private const int MostFindings = 10;

    public static string Write(DrillReport report)
    {
        var text = new StringBuilder()
            .Append("# Drill: ").Append(ReportText.Word(report)).Append("\n\n")
            .Append(Escape(ReportText.Summary(report))).Append("\n\n")
            .Append(Code(report.Command)).Append("\n\n");
        foreach (var (name, value) in ReportText.Header(report))
        {
            text.Append("- ").Append(name).Append(": ").Append(Escape(value)).Append('\n');
        }

        foreach (var missing in ReportText.Missing(report))
        {
            text.Append("- ").Append(Escape(missing)).Append('\n');
        }

        text.Append("\n![What happened, drawn](report.svg)\n\n");
        Line(text, ReportText.Columns);
        Line(text, ReportText.Columns.Select(static (_, column) => column < ReportText.NameColumns ? "---" : "---:"));
        var rows = ReportRow.Of(report);
        foreach (var row in rows)
        {
            Line(text, ReportText.Cells(row).Select(Escape));
        }

        text.Append('\n').Append(ReportText.TableNote).Append('\n');
        foreach (var row in rows.Where(static row => row.Runs.Any(static run => run.Findings.Count > 0)))
        {
            var findings = row.Runs.SelectMany(static run => run.Findings).ToList();
            text.Append("\n## ").Append(Escape($"Findings: {row.Fault}, {row.Target}")).Append("\n\n");
            foreach (var finding in findings.Take(MostFindings))
            {
                text.Append("- ").Append(Escape(finding)).Append('\n');
            }

            if (findings.Count > MostFindings)
            {
                text.Append("- and ").Append(findings.Count - MostFindings).Append(" more, see report.json\n");
            }
        }

        return text.ToString();
    }

    // A fence longer than any in the text, so that nothing ends it early.
    private static string Code(string command)
    {
        var fence = "```";
        while (command.Contains(fence, StringComparison.Ordinal))
        {
            fence += "`";
        }

        return $"{fence}\n{command}\n{fence}";
    }

    private static void Line(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    // What would start a cell, a tag, a link or an emphasis; and line breaks, which would end the row.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var character in text)
        {
            _ = character switch
            {
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '&' => escaped.Append("&amp;"),
                '|' or '*' or '_' or '`' or '[' or ']' or '\\' => escaped.Append('\\').Append(character),
                _ when char.IsControl(character) => escaped.Append(' '),
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }
}
