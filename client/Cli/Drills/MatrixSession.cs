using System.Globalization;
using System.Text.Json;
using ActiveActive.Cli.Drills.Faults;
using ActiveActive.Cli.Drills.Report;
using ActiveActive.Cli.Output;
using ActiveActive.TestKit.Regions;
using Spectre.Console;

namespace ActiveActive.Cli.Drills;

/// <summary>Several drills one after the other, each with a fresh region, and the table of what they found.</summary>
internal static class MatrixSession
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Runs all trials of all entries.</summary>
    /// <param name="context">The command.</param>
    /// <param name="settings">What each drill shall do, but for its faults; the first trial has its seed, the others those after it.</param>
    /// <param name="entries">The faults of each row.</param>
    /// <param name="trials">How many drills a row is made of.</param>
    public static async Task<int> Run(CommandContext context, DrillSettings settings, IReadOnlyList<IReadOnlyList<IFault>> entries, int trials)
    {
        var folder = Directory.CreateDirectory(settings.Output ?? Path.Combine(Path.GetTempPath(), $"aa-drills-{DateTime.UtcNow:yyyyMMdd-HHmmss}-{Environment.ProcessId}")).FullName;
        var (began, rows, runs) = (DateTimeOffset.UtcNow, new List<MatrixRow>(), new List<ReportRun>());
        foreach (var faults in entries)
        {
            var row = await Row(context, settings with { Faults = faults, Output = folder }, trials, runs);
            rows.Add(row);
            context.Terminal.Note(row switch
            {
                { Skipped: { } why } => $"{row.Fault}: skipped, {why}",
                { GapMilliseconds: { } gaps } => string.Create(CultureInfo.InvariantCulture, $"{row.Fault}: {(row.Passed ? "passed" : "FAILED")}, gap p99 {gaps.P99:0} ms, max {gaps.Max:0} ms"),
                _ => $"{row.Fault}: FAILED, {string.Join("; ", row.Broken)}",
            });

            // After each row: a long matrix that is interrupted keeps what it has.
            await ReportWriter.Write(folder, Report(settings, entries, trials, began, rows, runs), context.Cancellation);
        }

        var matrix = new Matrix(rows.TrueForAll(static row => row.Passed || row.Skipped is not null), settings.Seed, rows, folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "matrix.json"), JsonSerializer.Serialize(matrix, Json), context.Cancellation);
        context.Terminal.Answer(matrix, console => Write(console, matrix));
        return matrix.Passed ? ExitCode.Ok : ExitCode.Failed;
    }

    private static DrillReport Report(
        DrillSettings settings, IReadOnlyList<IReadOnlyList<IFault>> entries, int trials, DateTimeOffset began, List<MatrixRow> rows, List<ReportRun> runs)
    {
        var pairs = entries.Count(static faults => faults.Count > 1);
        var report = VerdictReport.Report(settings, entries.Count == 1 ? $"--fault {settings.FaultNames}" : $"--all --pairs {pairs}", trials, began, runs);
        return report with
        {
            Skipped = [.. rows.Where(static row => row.Skipped is not null).Select(static row => $"{row.Fault}: {row.Skipped}")],
            Broken = [.. rows.SelectMany(static row => row.Broken.Select(text => $"{row.Fault}, {text}"))],
        };
    }

    private static async Task<MatrixRow> Row(CommandContext context, DrillSettings settings, int trials, List<ReportRun> runs)
    {
        if (MachineNeeds.Missing(settings.Needs) is { } missing)
        {
            return new MatrixRow { Fault = settings.FaultNames, Goal = null, Seeds = [], Passed = false, Skipped = missing };
        }

        var (verdicts, broken) = (new List<Verdict>(), new List<string>());
        for (var trial = 0; trial < trials; trial++)
        {
            var seed = settings.Seed + trial;
            var one = settings with { Seed = seed, Output = Path.Combine(settings.Output!, $"{settings.FaultNames.Replace(',', '+')}-{seed}") };
            try
            {
                var (verdict, run) = await DrillSession.Drill(context, one);
                verdicts.Add(verdict);
                runs.Add(run);
            }
#pragma warning disable CA1031 // One drill that cannot be judged must not end the others; it is told, and counts as failed.
            catch (Exception error) when (!context.Cancellation.IsCancellationRequested)
#pragma warning restore CA1031
            {
                broken.Add($"seed {seed}: {(error is RegionException ? error.Message : error.ToString())}");
            }
        }

        return MatrixRow.Of(settings.FaultNames, verdicts, broken);
    }

    private static void Write(IAnsiConsole console, Matrix matrix)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("fault");
        foreach (var name in (string[])["verdict", "gap p50", "p99", "max", "recovery", "errors", "unknown", "lost", "doubled", "back", "money", "order", "differs", "died"])
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        foreach (var row in matrix.Rows)
        {
            if (row.GapMilliseconds is not { } gaps)
            {
                table.AddRow(new Text(row.Fault), new Markup(row.Skipped is null ? "[red]broken[/]" : "[yellow]skipped[/]"));
                continue;
            }

            table.AddRow(
                new Text(row.Fault),
                new Markup(!row.Passed ? "[red]FAILED[/]" : row.GoalMet ? "[green]passed[/]" : "[yellow]passed, slow[/]"),
                Time(gaps.P50), Time(gaps.P99), Time(gaps.Max), row.RecoveryMilliseconds is { } recovery ? Time(recovery) : new Text("-"),
                Number(row.ErrorsSeen), Number(row.Unknown), Mark(row.Lost), Mark(row.Duplicated), Mark(row.WentBack), Mark(row.Unbalanced), Mark(row.OutOfOrder), Mark(row.Diverged), Mark(row.SilosDied));
        }

        console.WriteLine();
        console.Write(table);
        foreach (var row in matrix.Rows.Where(static row => row.Skipped is not null || row.Broken.Count > 0))
        {
            console.WriteLine($"  {row.Fault}: {row.Skipped ?? string.Join("; ", row.Broken)}");
        }

        console.WriteLine($"{(matrix.Passed ? "PASSED" : "FAILED")} First seed {matrix.Seed}. Report: {Path.Combine(matrix.Folder, "report.html")}");
    }

    private static Text Time(double milliseconds) => new(string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.00} s"));

    private static Text Number(long value) => new(value.ToString("N0", CultureInfo.InvariantCulture));

    private static Markup Mark(long value) => new(value == 0 ? "[green]0[/]" : $"[red]{value.ToString("N0", CultureInfo.InvariantCulture)}[/]");
}
