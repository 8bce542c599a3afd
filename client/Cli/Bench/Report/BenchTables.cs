using System.Globalization;
using ActiveActive.Benchmarks.Driver;
using ActiveActive.Cli.Drills.Report;
using Spectre.Console;

namespace ActiveActive.Cli.Bench.Report;

/// <summary>A benchmark's results for people.</summary>
internal static class BenchTables
{
    private const int SoakRows = 12;

    public static void Write(IAnsiConsole console, BenchReport report)
    {
        console.WriteLine();
        var what = report.Kind == BenchCommand.Reads ? "reads/s" : "writes/s";
        WriteFigures(console, report.Figures, what);
        WriteRatios(console, report.Ratios);
        foreach (var limit in report.Limits)
        {
            console.WriteLine(Text(
                $"{limit.InFlight} in flight: {limit.CallsPerSecond:N0} calls/s that write nothing and {limit.RowsPerSecond:N0} rows/s in the bare database allow {limit.Limit:N0} writes/s; ours reaches {limit.Share:P0} of that."));
        }

        if (report.Growth is { } growth)
        {
            WriteGrowth(console, growth);
        }

        if (report.Starts is [_, ..])
        {
            WriteStarts(console, report.Starts);
        }

        if (report.Soak is { } soak)
        {
            WriteSoak(console, soak);
        }

        if (report.Regions is { } regions)
        {
            WriteRegions(console, regions);
        }

        console.WriteLine();
        console.WriteLine(Text($"{report.Processor}, {report.Machine.Cores} cores, {report.Machine.MemoryGigabytes} GiB; {report.Machine.System}; {string.Join(", ", report.Machine.Versions.Select(static version => $"{version.Name} {version.Version}"))}."));
        console.WriteLine($"Database: {string.Join(", ", report.Database.Select(static fact => $"{fact.Key} {fact.Value}"))}.");
        if (report.CommitDelayMilliseconds > 0)
        {
            console.WriteLine(Text($"Each answer of the database came {report.CommitDelayMilliseconds} ms later, as from a server that far away."));
        }

        console.WriteLine($"{report.Command}");
        console.WriteLine($"Results and logs: {report.Folder}");
    }

    private static void WriteFigures(IAnsiConsole console, IReadOnlyList<BenchFigure> figures, string what)
    {
        if (figures.Count == 0)
        {
            return;
        }

        var levels = figures.Select(Level).Distinct().ToList();
        Write(console, levels.Select(level => $"{what}, {level}"), figures, levels, static figure => Text($"{figure.CallsPerSecond:N0}{(figure.Errors > 0 ? " !" : "")}"));
        Write(console, levels.Select(static level => $"p50 / p99 / max, {level}"), figures, levels, static figure => Times(figure.LatencyMilliseconds));
        foreach (var failed in figures.Where(static figure => figure.Errors > 0))
        {
            console.WriteLine(Text($"! {failed.Title}, {Level(failed)}: {failed.Errors:N0} calls failed, so its figure is no good measure. One of them: {failed.FirstError}"));
        }
    }

    private static void Write(IAnsiConsole console, IEnumerable<string> titles, IReadOnlyList<BenchFigure> figures, IReadOnlyList<string> levels, Func<BenchFigure, string> cell)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("");
        foreach (var title in titles)
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        foreach (var system in figures.GroupBy(static figure => figure.Title))
        {
            table.AddRow([Markup.Escape(system.Key), .. levels.Select(level => system.FirstOrDefault(figure => Level(figure) == level) is { } figure ? cell(figure) : "")]);
        }

        console.Write(table);
    }

    private static void WriteRatios(IAnsiConsole console, IReadOnlyList<BenchRatio> ratios)
    {
        if (ratios.Count == 0)
        {
            return;
        }

        var levels = ratios.Select(static ratio => ratio.InFlight).Distinct().ToList();
        var table = new Table().Border(TableBorder.Rounded).AddColumn("times as many");
        foreach (var level in levels)
        {
            table.AddColumn(new TableColumn(Text($"{level} in flight")).RightAligned());
        }

        foreach (var pair in ratios.GroupBy(static ratio => ratio.Name))
        {
            table.AddRow([pair.Key, .. levels.Select(level => pair.FirstOrDefault(ratio => ratio.InFlight == level) is { } ratio ? Text(ratio.Value < 2 ? (FormattableString)$"{ratio.Value:0.00}×" : $"{ratio.Value:0.0}×") : "")]);
        }

        console.Write(table);
    }

    private static void WriteGrowth(IAnsiConsole console, GrowthReport growth)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("stored grains");
        foreach (var title in (string[])["in flight", "writes/s", "p50 / p99 / max"])
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        foreach (var (rows, figure) in growth.Few.Select(figure => (growth.FewRows, figure)).Concat(growth.Many.Select(figure => (growth.ManyRows, figure))))
        {
            table.AddRow(Text($"{rows:N0}"), figure.InFlight > 0 ? Text($"{figure.InFlight}") : Text($"{figure.Rate}/s due"), Text($"{figure.CallsPerSecond:N0}{(figure.Errors > 0 ? " !" : "")}"), Times(figure.LatencyMilliseconds));
        }

        console.Write(table);
        var activation = growth.Activation;
        console.WriteLine(Text(
            $"A cold activation: {activation.IndexReads:0.00} look-ups by primary key, {activation.TableReads} reads of the whole table over all {activation.Grains:N0}, {activation.Transactions:0.00} transactions; {Times(activation.LatencyMilliseconds)}; {activation.PerSecond:N0}/s with {activation.InFlight} at once."));
        console.WriteLine(Text($"An idle activation holds {activation.WorkingSetBytes:N0} bytes of the silo's memory ({activation.HeapBytes:N0} of its heap)."));
        console.WriteLine(growth.SiloReadStoredRow ? "A row stored without the silo was read and written on by it." : "! A row stored without the silo was NOT read rightly by it: these figures are worthless.");
    }

    private static void WriteStarts(IAnsiConsole console, IReadOnlyList<StartFigure> starts)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("from start to first answer");
        table.AddColumn(new TableColumn("silo").RightAligned()).AddColumn(new TableColumn("client").RightAligned());
        foreach (var start in starts)
        {
            table.AddRow(start.System, Format.Time(start.SiloMilliseconds), Format.Time(start.ClientMilliseconds));
        }

        console.Write(table);
    }

    private static void WriteSoak(IAnsiConsole console, SoakReport soak)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var title in (string[])["writes", "seconds", "writes/s", "table", "indexes", "effects", "dead rows", "silo memory"])
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        var step = Math.Max(1, (soak.Samples.Count - 1) / SoakRows);
        foreach (var (_, sample) in soak.Samples.Index().Where(item => item.Index % step == 0 || item.Index == soak.Samples.Count - 1))
        {
            table.AddRow(
                Text($"{sample.Writes:N0}"), Text($"{sample.Seconds:N0}"), Text($"{sample.WritesPerSecond:N0}"), Mebibytes(sample.TableBytes), Mebibytes(sample.IndexBytes), Mebibytes(sample.EffectBytes),
                Text($"{sample.DeadRows:N0}"), Mebibytes(sample.SiloBytes));
        }

        console.Write(table);
        console.WriteLine(Text($"{soak.Acknowledged:N0} writes acknowledged, {soak.Stored:N0} stored by the rows' versions{(soak.Acknowledged == soak.Stored ? "" : " - THESE DIFFER")}; {soak.Errors:N0} errors{(soak.FirstError is { } error ? $": {error}" : "")}; {soak.Deadlocks:N0} deadlocks."));
        console.WriteLine(Text($"At the end the table with its indexes is {soak.TableGrowth:0.00} times as large as after each grain's first write. Memory of the silos, last third against first: {soak.MemoryGrowth:0.00} times."));
    }

    private static void WriteRegions(IAnsiConsole console, RegionsReport regions)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("trial");
        foreach (var title in (string[])["most writes/s", "due at even times", "writes/s", "a write p50 / p99", "lag p50 / p99", "a write's processor time", "alone", "added", "caught up"])
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        foreach (var (i, trial) in regions.Trials.Index())
        {
            table.AddRow(
                Text($"{i + 1}{(trial.Errors > 0 ? " !" : "")}"), Text($"{trial.MostWritesPerSecond:N0}"), Text($"{trial.KeptWritesPerSecond:N0}"), Text($"{trial.WritesPerSecond:N0}"), Text($"{Format.Time(trial.Writes.P50)} / {Format.Time(trial.Writes.P99)}"),
                trial.Lag is { } lag ? $"{Format.Time(lag.P50)} / {Format.Time(lag.P99)}" : "none", Text($"{trial.LinkedMicroseconds:N0} us"), Text($"{trial.AloneMicroseconds:N0} us"), Text($"{trial.Added:+0%;-0%}"),
                trial.CatchUpSeconds is { } seconds ? Text($"{seconds:0.0} s, {trial.CatchUpTimes:0.0}x") : "no");
        }

        console.Write(table);
        console.WriteLine(Text(
            $"Medians: {regions.Median(static trial => trial.MostWritesPerSecond):N0} writes/s in {regions.Regions} regions, {regions.Median(static trial => trial.KeptWritesPerSecond):N0} when they fall due at even times; at half of that lag p99 {Format.Time(regions.Median(static trial => trial.Lag?.P99 ?? 0))}; replication adds {regions.Median(static trial => trial.Added):P0} to a write's processor time; after {regions.CutSeconds} s apart changes arrive {regions.Median(static trial => trial.CatchUpTimes):0.0} times as fast as they are made."));
        foreach (var error in regions.Trials.Where(static trial => trial.Errors > 0))
        {
            console.WriteLine(Text($"! {error.Errors:N0} writes failed: {error.FirstError}"));
        }
    }

    private static string Level(BenchFigure figure) => figure.InFlight > 0 ? Text($"{figure.InFlight} in flight") : Text($"{figure.Rate}/s due");

    private static string Times(Latency latency) => latency.Max > 0
        ? $"{Format.Time(latency.P50)} / {Format.Time(latency.P99)} / {Format.Time(latency.Max)}"
        : $"mean {Format.Time(latency.Mean)}";

    private static string Mebibytes(long bytes) => Text($"{bytes / 1048576.0:N1} MiB");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
