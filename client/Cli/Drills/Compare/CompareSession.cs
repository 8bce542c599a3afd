using System.Globalization;
using ActiveActive.Cli.Output;
using Spectre.Console;

namespace ActiveActive.Cli.Drills.Compare;

/// <summary>Shows a comparison to people and programs.</summary>
internal static class CompareSession
{
    public static async Task<int> Run(CommandContext context, CompareSettings settings, string fault)
    {
        if (fault != CompareRunner.Fault)
        {
            throw new CliException($"A comparison knows one fault: --fault {CompareRunner.Fault}.");
        }

        var terminal = context.Terminal;
        var runner = new CompareRunner(settings, message => terminal.Note($"{DateTime.UtcNow:HH:mm:ss.f} {message}"));
        var comparison = await runner.Run(context.Cancellation);
        terminal.Answer(comparison, console => Write(console, comparison));
        return comparison.Passed ? ExitCode.Ok : ExitCode.Failed;
    }

    private static void Write(IAnsiConsole console, Comparison comparison)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("kill -9 of one node");
        foreach (var title in (string[])["gap p50", "p99", "max", "times ours (p99)", "longest call", "errors", "lost", "doubled", "died"])
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        foreach (var target in comparison.Targets)
        {
            var beyond = target.Silent > 0 ? "> " : ""; // some grain had no answer until the end
            table.AddRow(
                target.Title,
                beyond + Seconds(target.GapMilliseconds.P50),
                beyond + Seconds(target.GapMilliseconds.P99),
                beyond + Seconds(target.GapMilliseconds.Max),
                Invariant($"{beyond}{target.TimesOurs:0.0}"),
                Seconds(target.LongestCallMilliseconds),
                Invariant($"{target.Errors:N0}"),
                Invariant($"{target.Lost:N0}"),
                Invariant($"{target.Doubled:N0}"),
                Invariant($"{target.Died:N0}"));
        }

        console.WriteLine();
        console.Write(table);
        console.WriteLine(Invariant(
            $"Gap: a grain's longest time without an answer to anybody, over {comparison.Grains} grains; medians over {comparison.Targets[0].Trials} trials. {comparison.CallsPerSecond} calls/s, half of them writes, from {comparison.Clients} processes; {comparison.Nodes} nodes on {comparison.Processors} processors."));
        console.WriteLine(Invariant($"Seed {comparison.Seed}. report.html, comparison.json, histories and logs: {comparison.Folder}"));
    }

    private static string Seconds(double milliseconds) => Invariant($"{milliseconds / 1000:0.00} s");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
