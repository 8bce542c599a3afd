using System.Globalization;
using ActiveActive.TestKit.Checks;
using ActiveActive.Cli.Output;
using Spectre.Console;

namespace ActiveActive.Cli.Drills;

/// <summary>Shows a drill to people and programs.</summary>
internal static class DrillSession
{
    private const double SecondsBetweenLines = 5;

    public static async Task<int> Run(CommandContext context, DrillSettings settings)
    {
        var terminal = context.Terminal;
        var screen = terminal is { IsJson: false } && terminal.Console.Profile.Out.IsTerminal;
        var lastLine = -SecondsBetweenLines;
        var runner = new DrillRunner(
            settings,
            message => Say(terminal, screen, message),
            progress =>
            {
                var line = Line(progress, settings);
                if (screen)
                {
                    terminal.Console.Write(new ControlCode($"\r{line}\u001b[K"));
                }
                else if (progress.Seconds - lastLine >= SecondsBetweenLines)
                {
                    lastLine = progress.Seconds;
                    terminal.Note(line);
                }
            });
        var verdict = await runner.Run(context.Cancellation);
        terminal.Answer(verdict, console => Write(console, verdict));
        return verdict.Passed ? ExitCode.Ok : ExitCode.Failed;
    }

    private static void Say(Terminal terminal, bool screen, string message)
    {
        if (screen)
        {
            terminal.Console.Write(new ControlCode("\r\u001b[K"));
        }

        terminal.Note($"{DateTime.UtcNow:HH:mm:ss.f} {message}");
    }

    private static string Line(DrillProgress progress, DrillSettings settings) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Math.Min(progress.Seconds, settings.Seconds),4:0}/{settings.Seconds} s  calls {progress.Ended}  in flight {progress.Started - progress.Ended}  errors seen {progress.Errors}{(settings.Fault == DrillFault.DropReply ? $"  connections cut {progress.Cuts}" : "")}");

    private static void Write(IAnsiConsole console, Verdict verdict)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("").AddColumn(new TableColumn("").RightAligned()).HideHeaders();
        Row("fault", verdict.Fault switch { DrillFault.Kill => "kill", DrillFault.DropReply => $"drop-reply ({verdict.Cuts} cuts)", _ => "none" });
        Row("calls", Number(verdict.Calls));
        Row("acknowledged", Number(verdict.Acknowledged));
        Row("refused by the accounts' rules", Number(verdict.Refused));
        Row("errors seen by callers", Number(verdict.ErrorsSeen));
        Row("outcome never learned", Number(verdict.Unknown));
        Row("latency p50 / p99 / max", Times(verdict.LatencyMilliseconds));
        Row("longest gap per grain p50 / p99 / max", Times(verdict.GapMilliseconds));
        Row("lost", Mark(verdict.Lost));
        Row("duplicated", Mark(verdict.Duplicated));
        Row("reads that went back", Mark(verdict.WentBack));
        Row("balances that are not the sums", Mark(verdict.Unbalanced));
        Row("silos that died unasked", Mark(verdict.SilosDied));
        console.WriteLine();
        console.Write(table);
        foreach (var finding in verdict.Findings.Take(10))
        {
            console.WriteLine($"  {finding}");
        }

        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, verdict.Passed
            ? (FormattableString)$"[green]PASSED[/] lost {verdict.Lost}, duplicated {verdict.Duplicated}. Seed {verdict.Seed}. History and verdict: {verdict.Folder}"
            : $"[red]FAILED[/] lost {verdict.Lost}, duplicated {verdict.Duplicated}. Seed {verdict.Seed}. History, verdict and logs: {verdict.Folder}");

        void Row(string name, string value) => table.AddRow(new Markup(name), new Markup(value));
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Mark(long value) => value == 0 ? "[green]0[/]" : $"[red]{Number(value)}[/]";

    private static string Times(Gaps times) => string.Create(CultureInfo.InvariantCulture, $"{times.P50:0.0} / {times.P99:0.0} / {times.Max:0.0} ms");
}
