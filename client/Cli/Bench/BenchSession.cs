using System.Text.Json;
using System.Text.Json.Serialization;
using ActiveActive.Cli.Bench.Report;
using ActiveActive.Cli.Bench.Systems;
using ActiveActive.Cli.Drills.Report;
using ActiveActive.Cli.Output;
using Npgsql;

namespace ActiveActive.Cli.Bench;

/// <summary>Runs a benchmark, and shows it to people and programs.</summary>
internal static class BenchSession
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public static async Task<int> Run(CommandContext context, BenchSettings settings)
    {
        var terminal = context.Terminal;
        var folder = Directory.CreateDirectory(settings.Output ?? Path.Combine(Path.GetTempPath(), $"aa-bench-{DateTime.UtcNow:yyyyMMdd-HHmmss}-{Environment.ProcessId}")).FullName;
        if (settings.Kind == BenchCommand.Micro)
        {
            await MicroBench.Run(folder, terminal.Note, context.Cancellation);
            terminal.Answer(new { settings.Kind, Folder = folder }, console => console.Profile.Out.Writer.WriteLine($"Results: {folder}"));
            return ExitCode.Ok;
        }

        var report = await Measure(settings, folder, message => terminal.Note($"{DateTime.UtcNow:HH:mm:ss.f} {message}"), context.Cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder, "bench.json"), JsonSerializer.Serialize(report, Json), context.Cancellation);
        if (BenchPicture.Draw(report) is { } picture)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "bench.svg"), picture.ToFile(), context.Cancellation);
        }

        terminal.Answer(report, console => BenchTables.Write(console, report));
        return report.Passed ? ExitCode.Ok : ExitCode.Failed;
    }

    private static async Task<BenchReport> Measure(BenchSettings settings, string folder, Action<string> tell, CancellationToken cancellation)
    {
        var began = DateTimeOffset.UtcNow;
        var data = Path.Combine(folder, "postgres");
        if (Directory.Exists(data))
        {
            throw new CliException($"There is a database in {data} already. Name another folder with --out, or delete it.");
        }

        try
        {
            await using var server = await BenchServer.Start(data, settings.CommitDelay, cancellation);
            var facts = await server.Facts(cancellation);
            await using var systems = new BenchSystems(server, settings, folder, tell);
            var report = new BenchReport
            {
                Kind = settings.Kind,
                Command = settings.Command,
                Seed = settings.Seed,
                Began = began,
                Machine = ReportMachine.Here(
                    new ReportVersion("PostgreSQL", facts["server_version"]), new ReportVersion("Npgsql", typeof(NpgsqlConnection).Assembly.GetName().Version?.ToString(3) ?? "unknown")),
                Processor = BenchMachine.Processor(),
                Database = facts,
                CommitDelayMilliseconds = settings.CommitDelay,
                Settings = settings,
                Folder = folder,
            };
            return await Measure(report, server, systems, folder, tell, cancellation);
        }
        finally
        {
            if (Directory.Exists(data))
            {
                Directory.Delete(data, recursive: true);
            }
        }
    }

    private static async Task<BenchReport> Measure(BenchReport report, BenchServer server, BenchSystems systems, string folder, Action<string> tell, CancellationToken cancellation)
    {
        var settings = report.Settings;
        var random = new Random(settings.Seed);
        switch (settings.Kind)
        {
            case BenchCommand.Growth:
                return report with { Growth = await new GrowthBench(server, systems, settings, random, tell).Run(cancellation) };
            case BenchCommand.Start:
                return report with { Starts = await new StartBench(server, systems, settings, folder, tell).Run(cancellation) };
            case BenchCommand.Regions:
                return report with { Regions = await new RegionsBench(settings, folder, tell).Run(cancellation) };
            case BenchCommand.Soak:
                return report with { Soak = await new SoakBench(server, systems, settings, tell).Run(cancellation) };
            default:
                var measured = settings.Kind == BenchCommand.Reads ? await systems.ForReads(cancellation) : await systems.ForWrites(cancellation);
                var turns = new Turns(settings, random, tell);
                await turns.Prepare(measured, cancellation);
                var figures = await turns.Run(measured, null, cancellation);
                return report with { Figures = figures, Ratios = BenchRatio.Of(figures), Limits = settings.Kind == BenchCommand.Writes ? BenchLimit.Of(figures) : [] };
        }
    }
}
