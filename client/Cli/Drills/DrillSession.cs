using System.Globalization;
using ActiveActive.Cli.Drills.Faults;
using ActiveActive.Cli.Drills.Report;
using ActiveActive.Cli.Output;
using ActiveActive.TestKit.Checks;
using Spectre.Console;

namespace ActiveActive.Cli.Drills;

/// <summary>Shows a drill to people and programs.</summary>
internal static class DrillSession
{
    private const double SecondsBetweenLines = 5;

    public static async Task<int> Run(CommandContext context, DrillSettings settings)
    {
        if (MachineNeeds.Missing(settings.Needs) is { } missing)
        {
            throw new CliException($"The fault {settings.FaultNames} cannot be tried here: {missing}.");
        }

        var began = DateTimeOffset.UtcNow;
        var (verdict, run) = await Drill(context, settings);
        await ReportWriter.Write(verdict.Folder, VerdictReport.Report(settings, settings.FaultArguments, 1, began, [run]), context.Cancellation);
        context.Terminal.Answer(verdict, console => Write(console, verdict));
        return verdict.Passed ? ExitCode.Ok : ExitCode.Failed;
    }

    /// <summary>Runs a drill and shows its progress.</summary>
    public static Task<DrillResult> Drill(CommandContext context, DrillSettings settings)
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
        return runner.Run(context.Cancellation);
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
        $"{progress.Seconds,4:0}/{settings.WarmUp + settings.LoadSeconds} s  calls {progress.Ended}  in flight {progress.Started - progress.Ended}  errors seen {progress.Errors}{(progress.Cuts > 0 ? $"  connections cut {progress.Cuts}" : "")}");

    private static void Write(IAnsiConsole console, Verdict verdict)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("").AddColumn(new TableColumn("").RightAligned()).HideHeaders();
        Row("fault", verdict.Cuts > 0 ? $"{verdict.Fault} ({verdict.Cuts} cuts)" : verdict.Fault);
        Row("calls", Number(verdict.Calls));
        Row("acknowledged", Number(verdict.Acknowledged));
        Row("refused by the grains' rules", Number(verdict.Refused));
        Row("errors seen by callers", verdict.Goal.NoFailedCall ? Mark(verdict.ErrorsSeen) : Number(verdict.ErrorsSeen));
        Row("outcome never learned", Number(verdict.Unknown));
        Row("latency p50 / p99 / max", Times(verdict.LatencyMilliseconds));
        Row("longest gap per grain p50 / p99 / max", Times(verdict.GapMilliseconds));
        Row("from the heal until all was answered again", Milliseconds(verdict.RecoveryMilliseconds));
        if (verdict.Regions is { } regions)
        {
            Row("from region to region p50 / p99 / max", regions.Lag is { } lag ? Times(lag) : "-");
            Row("the same while broken", regions.LagWhileBroken is { } late ? Times(late) : "-");
            Row("from the heal until what was under way had arrived", Milliseconds(regions.CaughtUpMilliseconds));
            Row("from the end of the load until all regions were the same", Milliseconds(regions.ConvergedMilliseconds));
            Row("writes that were asked for in more than one region", Number(regions.AskedElsewhere));
            Row("carts that differ between regions", Mark(verdict.Diverged));
        }

        Row("aims", verdict.GoalMet ? "met" : $"[yellow]missed[/] ({Aims(verdict.Goal)})");
        if (verdict.LostWithPrimary is { } gone)
        {
            Row("acknowledged, and lost with the old primary", Number(gone));
            Row("transfers that arrived, their leaving lost", Number(verdict.ArrivedOnly ?? 0));
        }

        Row("lost", Mark(verdict.Lost));
        Row("duplicated", Mark(verdict.Duplicated));
        Row("reads that went back", Mark(verdict.WentBack));
        Row("balances that are not the sums", Mark(verdict.Unbalanced));
        Row("answers that no order explains", Mark(verdict.NotLinearizable));
        if (verdict.Undecided > 0)
        {
            Row("grains whose order is undecided", Mark(verdict.Undecided));
        }

        Row("silos that died unasked", Mark(verdict.SilosDied));
        if (verdict.Bound is { } bound)
        {
            Row("wrong operations, at most (95 %)", string.Create(CultureInfo.InvariantCulture, $"{bound * 1e6:0.0} in a million"));
        }

        console.WriteLine();
        console.Write(table);
        if (verdict.Kills > 1)
        {
            WriteMemory(console, verdict);
        }

        foreach (var finding in verdict.Findings.Take(10))
        {
            console.WriteLine($"  {finding}");
        }

        console.MarkupLineInterpolated(CultureInfo.InvariantCulture, verdict.Passed
            ? (FormattableString)$"[green]PASSED[/] lost {verdict.Lost}, duplicated {verdict.Duplicated}. Seed {verdict.Seed}. Report: {Path.Combine(verdict.Folder, "report.html")}"
            : $"[red]FAILED[/] lost {verdict.Lost}, duplicated {verdict.Duplicated}. Seed {verdict.Seed}. Report: {Path.Combine(verdict.Folder, "report.html")}; history and logs are beside it");

        void Row(string name, string value) => table.AddRow(new Markup(name), new Markup(value));
    }

    private static void WriteMemory(IAnsiConsole console, Verdict verdict)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn($"memory over {verdict.Kills} kills");
        foreach (var name in (string[])["first third", "last third", "per minute"])
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        foreach (var trend in verdict.MemoryTrends)
        {
            table.AddRow(
                new Text(trend.Process),
                new Text(string.Create(CultureInfo.InvariantCulture, $"{trend.Early:0} MB")),
                new Text(string.Create(CultureInfo.InvariantCulture, $"{trend.Late:0} MB")),
                new Text(string.Create(CultureInfo.InvariantCulture, $"{trend.PerMinute:+0.0;-0.0;0} MB")));
        }

        console.Write(table);
    }

    private static string Aims(FaultGoal goal) => string.Join(", ", new[]
    {
        goal.GapP99 is { } p99 ? string.Create(CultureInfo.InvariantCulture, $"gap p99 {p99} s") : null,
        goal.GapMax is { } max ? string.Create(CultureInfo.InvariantCulture, $"gap max {max} s") : null,
        goal.Recovery is { } recovery ? string.Create(CultureInfo.InvariantCulture, $"recovery {recovery} s") : null,
        goal.Converged is { } converged ? string.Create(CultureInfo.InvariantCulture, $"converged {converged} s") : null,
        goal.LagP99 is { } lag ? string.Create(CultureInfo.InvariantCulture, $"lag p99 {lag} s") : null,
    }.OfType<string>());

    private static string Milliseconds(double? time) => time is { } milliseconds ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.0} ms") : "-";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Mark(long value) => value == 0 ? "[green]0[/]" : $"[red]{Number(value)}[/]";

    private static string Times(Gaps times) => string.Create(CultureInfo.InvariantCulture, $"{times.P50:0.0} / {times.P99:0.0} / {times.Max:0.0} ms");
}
