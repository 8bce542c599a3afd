using System.CommandLine;
using ActiveActive.Cli.Output;
using Spectre.Console;

namespace ActiveActive.Cli.Doctor;

/// <summary><c>aactl doctor</c>: what is wrong with a region, and what to do.</summary>
internal static class DoctorCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var urls = new Option<Uri[]>("--url")
        {
            Description = "HTTP address of a silo, such as http://10.1.0.4:8080; once for each. Those of a region started by `aactl up` are known",
            HelpName = "address",
            CustomParser = static result => [.. result.Tokens.Select(token => Read(token.Value, result)).OfType<Uri>()],
        };
        var command = new Command("doctor", "Look at a region's configuration, connections, clocks, database, versions and health, and say what to do (exit code 0: all well, 3: warnings, 1: errors)") { urls };
        var choice = new RegionChoice(command);
        command.Runs(context => Run(context, choice, context.Get(urls) ?? []));
        return command;
    }

    private static Uri? Read(string text, System.CommandLine.Parsing.ArgumentResult result)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            return url;
        }

        result.AddError($"--url is '{text}'; it must be an address such as http://10.1.0.4:8080.");
        return null;
    }

    private static async Task<int> Run(CommandContext context, RegionChoice choice, Uri[] urls)
    {
        var region = choice.Require(context);
        var report = await new Examination(region, [.. region.Silos.Select(UrlOf).Concat(urls).Distinct()], Patience).Run(context.Cancellation);
        context.Terminal.Answer(report, console => Write(console, report));
        return report.ExitCode;
    }

    private static Uri UrlOf(TestKit.Regions.RegionFile.Silo silo) => new($"http://127.0.0.1:{silo.Ports.Http}");

    private static void Write(IAnsiConsole console, DoctorReport report)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("", "area", "what", "found", "what to do");
        foreach (var finding in report.Findings)
        {
            table.AddRow(Mark(finding.Level), Markup.Escape(finding.Area), Markup.Escape(finding.Subject), Markup.Escape(finding.Says), Markup.Escape(finding.Advice ?? ""));
        }

        console.Write(table);
        console.WriteLine($"Region '{report.Region}': {Count(report, FindingLevel.Error, "error")}, {Count(report, FindingLevel.Warning, "warning")}, {Count(report, FindingLevel.Note, "note")}.");
    }

    private static string Mark(FindingLevel level) => level switch
    {
        FindingLevel.Error => "[red]ERROR[/]",
        FindingLevel.Warning => "[yellow]warning[/]",
        FindingLevel.Note => "note",
        _ => "[green]ok[/]",
    };

    private static string Count(DoctorReport report, FindingLevel level, string word) =>
        report.Findings.Count(finding => finding.Level == level) is var count && count == 1 ? $"1 {word}" : $"{count} {word}s";
}
