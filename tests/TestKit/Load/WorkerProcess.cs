using System.Diagnostics;
using System.Text.Json;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.TestKit.Load;

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

    public int ProcessId => _process.Id;

    /// <summary>Starts a load process and hands it its settings.</summary>
    /// <param name="program">The .NET program (a dll) whose Main comes to <see cref="LoadWorker.Run"/>.</param>
    /// <param name="argument">What tells it to.</param>
    /// <param name="settings">What it shall do.</param>
    public static WorkerProcess Start(string program, string argument, WorkerSettings settings)
    {
        // A session of its own, so that Ctrl-C reaches the drill first.
        string[] command = [.. SiloHost.Command(program), argument];
        var start = SiloHost.OwnSession(command[0]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (var part in command.Skip(1))
        {
            start.ArgumentList.Add(part);
        }

        var worker = new WorkerProcess(Process.Start(start)!);
        worker.Write(JsonSerializer.Serialize(settings));
        return worker;
    }

    public void Go() => Write(LoadWorker.Go);

    /// <summary>No more calls shall begin.</summary>
    public void Enough() => WriteIfAlive(LoadWorker.Enough);

    /// <summary>No calls shall begin for a while, or again.</summary>
    public void Pause(bool isPaused) => WriteIfAlive(isPaused ? LoadWorker.Pause : LoadWorker.Resume);

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

    private void WriteIfAlive(string line)
    {
        if (!_process.HasExited)
        {
            Write(line);
        }
    }

    private void Write(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    private async Task Read()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == LoadWorker.Ready)
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
