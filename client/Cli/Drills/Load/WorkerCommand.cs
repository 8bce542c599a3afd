using System.CommandLine;
using System.Text.Json;
using ActiveActive.Cli.Drills.Faults;
using ActiveActive.Cli.Drills.History;
using ActiveActive.Cli.Output;
using ActiveActive.Cli.Regions;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace ActiveActive.Cli.Drills.Load;

/// <summary>A client process of a drill, started by the drill itself. Reads its settings as one line, says <c>ready</c>, begins at <c>go</c>, then tells its progress; ends when its standard input does.</summary>
internal static class WorkerCommand
{
    public const string Name = "drill-worker";
    public const string Ready = "ready";
    public const string Go = "go";
    private static readonly TimeSpan ProgressPeriod = TimeSpan.FromMilliseconds(250);

    public static Command Create()
    {
        var command = new Command(Name) { Hidden = true };
        command.Runs(async _ => await Console.In.ReadLineAsync() is { } settings ? await Run(JsonSerializer.Deserialize<WorkerSettings>(settings)!) : ExitCode.Failed);
        return command;
    }

    private static async Task<int> Run(WorkerSettings settings)
    {
        var cutter = new ReplyCutter();
        await using var client = await RegionClient.Connect(
            settings.Region,
            settings.Database,
            configureServices: settings.DropReplies
                ? services => services.Configure<ClientConnectionOptions>(options => options.ConfigureConnection(connection => connection.Use(cutter.Middleware)))
                : null);
        Console.WriteLine(Ready);
        if (await Console.In.ReadLineAsync() != Go)
        {
            return ExitCode.Failed;
        }

        using var parent = new CancellationTokenSource();
        _ = Task.Run(async () =>
        {
            // The drill keeps our input open as long as it lives.
            await Console.In.ReadToEndAsync();
            await parent.CancelAsync();
        });

        await using var history = HistoryFile.Create(settings.HistoryFile);
        var load = new LoadGenerator(client.Grains, settings, history);
        using var cuts = CancellationTokenSource.CreateLinkedTokenSource(parent.Token);
        cuts.CancelAfter(TimeSpan.FromSeconds(settings.Seconds));
        var cutting = settings.DropReplies ? cutter.Run(settings.Seed, cuts.Token) : Task.CompletedTask;
        var running = load.Run(parent.Token);
        while (await Task.WhenAny(running, Task.Delay(ProgressPeriod)) != running && !parent.IsCancellationRequested)
        {
            Tell(load.Progress(cutter.Cuts, done: false));
        }

        await running.WaitAsync(parent.Token);
        await cutting;
        Tell(load.Progress(cutter.Cuts, done: true));
        return ExitCode.Ok;
    }

    private static void Tell(WorkerProgress progress) => Console.WriteLine(JsonSerializer.Serialize(progress));
}
