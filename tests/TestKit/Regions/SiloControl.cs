using System.Diagnostics;
using ActiveActive.TestKit.Faults;

namespace ActiveActive.TestKit.Regions;

/// <summary>Starts and ends single silo processes.</summary>
internal sealed class SiloControl(SiloHost host, RegionOptions options, Func<RunningSilo, IReadOnlyDictionary<string, string>> environment, Action<RegionEvent> tell)
{
    private const long LargestLog = 20 << 20;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FreezeLimit = TimeSpan.FromSeconds(5);
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(2) };

    public async Task Start(RunningSilo silo, CancellationToken cancellation)
    {
        if (silo.ProcessId is not null)
        {
            throw new RegionException($"{silo.Name} runs already (process {silo.ProcessId}).");
        }

        TurnLog(silo.LogFile);
        silo.State = SiloState.Starting;
        silo.Process?.Dispose();
        if (options.Network is { } network)
        {
            await network.Add(options.NetworkOffset + silo.Number);
        }

        var process = host.Start(silo.LogFile, environment(silo), options.Network is null ? [] : SiloNetwork.Enter(options.NetworkOffset + silo.Number));
        silo.Process = process;
        silo.StartedAt = process.StartTime.ToUniversalTime();
        process.Exited += (_, _) => OnExited(silo, process);
        process.EnableRaisingEvents = true;
        tell(new RegionEvent(RegionEventKind.SiloStarting, $"{silo.Name}: starting (process {process.Id})", silo));
        await BecomeReady(silo, process, cancellation);
        silo.State = SiloState.Ready;
        tell(new RegionEvent(RegionEventKind.SiloReady, $"{silo.Name}: ready at {silo.Url}", silo));
    }

    /// <summary>Freezes a silo. On Linux it has stopped when this returns: on a busy machine a process goes on for some milliseconds after the signal was sent.</summary>
    public static void Freeze(RunningSilo silo)
    {
        Signal(silo, Signals.Stop);
        if (silo.ProcessId is { } process && OperatingSystem.IsLinux() && !SpinWait.SpinUntil(() => HasStopped(process), FreezeLimit))
        {
            throw new RegionException($"{silo.Name} (process {process}) was sent SIGSTOP and still runs after {FreezeLimit}.");
        }
    }

    public async Task Kill(RunningSilo silo)
    {
        if (Ending(silo) is not { } process)
        {
            return;
        }

        process.Kill();
        await process.WaitForExitAsync();
        silo.State = SiloState.Stopped;
        tell(new RegionEvent(RegionEventKind.SiloKilled, $"{silo.Name}: killed", silo));
    }

    public async Task Stop(RunningSilo silo, CancellationToken hurry)
    {
        if (Ending(silo) is not { } process)
        {
            return;
        }

        tell(new RegionEvent(RegionEventKind.SiloStopping, $"{silo.Name}: stopping", silo));
        Signals.Terminate(process.Id);
        Signals.Continue(process.Id); // a frozen process would not hear the first
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(hurry);
        limit.CancelAfter(options.StopTimeout);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        silo.ExitCode = process.ExitCode;
        silo.State = SiloState.Stopped;
        tell(new RegionEvent(RegionEventKind.SiloStopped, $"{silo.Name}: stopped (exit code {process.ExitCode})", silo));
    }

    public static void Signal(RunningSilo silo, Action<int> signal)
    {
        if (silo.ProcessId is { } id)
        {
            signal(id);
        }
    }

    /// <summary>Whether a silo answers that it is ready.</summary>
    public static async Task<bool> IsReady(Uri url, CancellationToken cancellation)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(url, "/health/ready"), cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException || (error is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return false;
        }
    }

    // The log is appended to over restarts; one earlier part is kept.
    private static void TurnLog(string file)
    {
        if (new FileInfo(file) is { Exists: true, Length: > LargestLog })
        {
            File.Move(file, file + ".1", overwrite: true);
        }
    }

    private static Process? Ending(RunningSilo silo)
    {
        if (silo.Process is not { HasExited: false } process)
        {
            return null;
        }

        silo.State = SiloState.Stopping;
        return process;
    }

    private async Task BecomeReady(RunningSilo silo, Process process, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        while (!await IsReady(silo.Url, cancellation))
        {
            if (process.HasExited)
            {
                silo.State = SiloState.Died;
                throw new RegionException($"{silo.Name} ended with exit code {process.ExitCode} before it was ready. The end of its log, {silo.LogFile}:{Environment.NewLine}{silo.LastWords()}");
            }

            if (Stopwatch.GetElapsedTime(began) > options.StartTimeout)
            {
                throw new RegionException($"{silo.Name} was not ready within {options.StartTimeout.TotalSeconds} s. The end of its log, {silo.LogFile}:{Environment.NewLine}{silo.LastWords()}");
            }

            await Task.Delay(Poll, cancellation);
        }
    }

    private void OnExited(RunningSilo silo, Process process)
    {
        process.StandardInput.Dispose(); // ends the silo's guard
        if (silo.Process == process && silo.State is SiloState.Ready)
        {
            silo.ExitCode = process.ExitCode;
            silo.State = SiloState.Died;
            tell(new RegionEvent(RegionEventKind.SiloDied, $"{silo.Name}: died (exit code {process.ExitCode}); its log is {silo.LogFile}", silo));
        }
    }

    // The third field of a thread's stat, after the name in parentheses: T is stopped; what is dead or gone does not run either.
    private static bool HasStopped(int process)
    {
        try
        {
            return Directory.EnumerateDirectories($"/proc/{process}/task")
                .Select(static thread => File.ReadAllText($"{thread}/stat"))
                .All(static stat => stat[stat.LastIndexOf(')') + 2] is 'T' or 'Z' or 'X');
        }
        catch (IOException)
        {
            return !Directory.Exists($"/proc/{process}"); // a thread that has just ended: look again
        }
    }
}
