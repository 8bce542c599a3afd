using System.Text.Json;
using ActiveActive.TestKit.History;

namespace ActiveActive.TestKit.Load;

/// <summary>
/// The inside of a load process, started by <see cref="WorkerProcess"/>: reads its settings as one line of standard input, connects, says <c>ready</c>, begins at <c>go</c>,
/// then tells its progress on standard output; begins no calls between <c>pause</c> and <c>resume</c>; stops beginning calls when its plan is over or at <c>enough</c>, and ends when all have ended; gives up when its input ends.
/// </summary>
internal static class LoadWorker
{
    public const string Ready = "ready";
    public const string Go = "go";
    public const string Enough = "enough";
    public const string Pause = "pause";
    public const string Resume = "resume";
    private static readonly TimeSpan ProgressPeriod = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs to the end of the load.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> Run(Func<WorkerSettings, Task<ILoadTarget>> connect)
    {
        if (await Console.In.ReadLineAsync() is not { } line)
        {
            return 1;
        }

        var settings = JsonSerializer.Deserialize<WorkerSettings>(line)!;
        await using var target = await connect(settings);
        Console.WriteLine(Ready);
        return await Console.In.ReadLineAsync() == Go && await Load(settings, target) ? 0 : 1;
    }

    private static async Task<bool> Load(WorkerSettings settings, ILoadTarget target)
    {
        using var parent = new CancellationTokenSource();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(parent.Token);
        await using var history = HistoryFile.Create(settings.HistoryFile);
        var load = new LoadGenerator(target, settings.Plan, history);
        _ = Task.Run(async () =>
        {
            // The drill keeps our input open as long as it lives.
            while (await Console.In.ReadLineAsync() is { } line)
            {
                if (line == Enough)
                {
                    await enough.CancelAsync();
                }
                else if (line is Pause or Resume)
                {
                    load.Pause(line == Pause);
                }
            }

            await parent.CancelAsync();
        });

        using var disturbed = CancellationTokenSource.CreateLinkedTokenSource(enough.Token);
        disturbed.CancelAfter(TimeSpan.FromSeconds(settings.Plan.Seconds));
        var disturbing = target.Disturb(disturbed.Token);
        var running = load.Run(enough.Token);
        while (await Task.WhenAny(running, Task.Delay(ProgressPeriod)) != running && !parent.IsCancellationRequested)
        {
            Tell(load.Progress(target.Cuts, done: false));
        }

        await running.WaitAsync(parent.Token);
        await disturbing;
        Tell(load.Progress(target.Cuts, done: true));
        return true;
    }

    private static void Tell(WorkerProgress progress) => Console.WriteLine(JsonSerializer.Serialize(progress));
}
