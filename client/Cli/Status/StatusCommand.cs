using System.CommandLine;
using ActiveActive.Cli.Output;
using ActiveActive.Database.Migration;
using Spectre.Console;

namespace ActiveActive.Cli.Status;

/// <summary><c>aactl status</c>: who serves.</summary>
internal static class StatusCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var command = new Command("status", "Show the silos of a region (exit code 1 when none serves)");
        var choice = new RegionChoice(command);
        command.Runs(context => Run(context, choice));
        return command;
    }

    private static async Task<int> Run(CommandContext context, RegionChoice choice)
    {
        var report = choice.Find(context) is { } region
            ? await new StatusReader(region, Patience).Read(context.Cancellation)
            : new RegionReport(null, false, null, DatabaseMigrator.CodeVersion, [], $"No region runs in the data folder '{Path.GetFullPath(choice.DataFolder(context))}'. Start one with `{ProgramName.Current} up`.");
        context.Terminal.Answer(report, console => Write(console, report));
        return report.Serving ? ExitCode.Ok : ExitCode.Failed;
    }

    private static void Write(IAnsiConsole console, RegionReport report)
    {
        if (report.Region is not null)
        {
            console.WriteLine($"Region '{report.Region}', database version {report.DatabaseVersion} (code {report.CodeVersion})");
        }

        if (report.Silos.Count > 0)
        {
            var table = new Table().Border(TableBorder.Rounded).AddColumns("silo", "address", "status", "uptime", "activations", "pid", "url", "ready");
            foreach (var silo in report.Silos)
            {
                table.AddRow(
                    Markup.Escape(silo.Name),
                    silo.Address,
                    silo.Status,
                    silo.UptimeSeconds is { } seconds ? Duration(TimeSpan.FromSeconds(seconds)) : "-",
                    $"{silo.Activations?.ToString() ?? "-"}",
                    $"{silo.ProcessId?.ToString() ?? "-"}",
                    silo.Url ?? "-",
                    silo.Ready switch { true => "yes", false => "no", null => "-" });
            }

            console.Write(table);
        }

        if (report.Note is not null)
        {
            console.WriteLine(report.Note);
        }
    }

    private static string Duration(TimeSpan time) => time switch
    {
        { TotalMinutes: < 1 } => $"{time.TotalSeconds:0} s",
        { TotalHours: < 1 } => $"{time.Minutes} min {time.Seconds} s",
        { TotalDays: < 1 } => $"{time.Hours} h {time.Minutes} min",
        _ => $"{time.Days} d {time.Hours} h",
    };
}
