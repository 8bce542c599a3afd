using System.Diagnostics;
using System.Text.Json;
using ActiveActive.Cli.Regions;

namespace ActiveActive.Cli.Drills.Load;

/// <summary>A worker as its drill sees it.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<string> _errors;
    private readonly Task _reading;

    private WorkerProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _reading = Read();
    }

    public WorkerProgress Progress { get; private set; } = new(0, 0, 0, 0, false);

    public Task Ready => _ready.Task;

    public bool HasEnded => _process.HasExited;

    public static WorkerProcess Start(WorkerSettings settings)
    {
        // A session of its own, so that Ctrl-C reaches the drill first.
        var start = new ProcessStartInfo("setsid") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[DotNet, Path.Combine(AppContext.BaseDirectory, "aactl.dll"), WorkerCommand.Name])
        {
            start.ArgumentList.Add(argument);
        }

        var worker = new WorkerProcess(Process.Start(start)!);
        worker.Write(JsonSerializer.Serialize(settings));
        return worker;
    }

    public void Go() => Write(WorkerCommand.Go);

    /// <summary>Waits until all operations have ended.</summary>
    /// <exception cref="RegionException">The worker failed.</exception>
    public async Task Completed(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation);
        await _reading;
        if (_process.ExitCode != 0 || !Progress.Done)
        {
            throw new RegionException($"A load process of the drill failed: {(await _errors).Trim()}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            await _process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }

    private static string DotNet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? (Path.GetFileName(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet");

    private void Write(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    private async Task Read()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == WorkerCommand.Ready)
            {
                _ready.TrySetResult();
            }
            else if (line.StartsWith('{'))
            {
                Progress = JsonSerializer.Deserialize<WorkerProgress>(line)!;
            }
        }

        _ready.TrySetException(new RegionException($"A load process of the drill ended before it began: {(await _errors).Trim()}"));
    }
}
