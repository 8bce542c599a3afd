using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using ActiveActive.TestKit;

namespace ActiveActive.Tests.Processes.Up;

/// <summary>A running <c>aactl up --json</c>.</summary>
internal sealed class UpProcess : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly Task _reading;
    private readonly Task<string> _error;
    private readonly ConcurrentQueue<JsonElement> _events = new();
    private readonly Pulse _changed = new();

    private UpProcess(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
        _reading = Read();
    }

    public string Error => _error.Result;

    public IReadOnlyList<int> SiloProcesses { get; private set; } = [];

    public IReadOnlyList<Uri> Urls { get; private set; } = [];

    public IReadOnlyList<JsonElement> Events => [.. _events];

    /// <summary>Starts a region and waits until it is ready.</summary>
    public static async Task<UpProcess> Start(string dataFolder, params string[] more)
    {
        var up = new UpProcess(Aactl.Start(["up", "--json", "--data", dataFolder, .. more]));
        try
        {
            var silos = (await up.WaitFor("ready")).GetProperty("silos").EnumerateArray().ToArray();
            up.SiloProcesses = [.. silos.Select(static silo => silo.GetProperty("processId").GetInt32())];
            up.Urls = [.. silos.Select(static silo => new Uri(silo.GetProperty("url").GetString()!))];
            return up;
        }
        catch
        {
            await up.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for an event.</summary>
    public async Task<JsonElement> WaitFor(string kind)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var (changed, over) = (_changed.Next, _reading.IsCompleted);
            if (_events.FirstOrDefault(happened => happened.GetProperty("event").GetString() == kind) is { ValueKind: not JsonValueKind.Undefined } found)
            {
                return found;
            }

            if (over || clock.Elapsed > Limit)
            {
                throw new InvalidOperationException($"There was no event '{kind}' (exit code {(_process.HasExited ? _process.ExitCode : null)}): {string.Join('\n', _events)} {(_process.HasExited ? await _error : "")}");
            }

            await Task.WhenAny(changed, _reading, Task.Delay(Limit));
        }
    }

    /// <summary>Sends Ctrl-C's signal and answers the exit code.</summary>
    public async Task<int> Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", $"{_process.Id}"]);
        await Ended();
        return _process.ExitCode;
    }

    /// <summary>Sends SIGKILL.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await Ended();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await Interrupt();
        }

        _process.Dispose();
    }

    private async Task Ended()
    {
        using var limit = new CancellationTokenSource(Limit);
        await _process.WaitForExitAsync(limit.Token);
        await _reading;
    }

    private async Task Read()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _events.Enqueue(JsonSerializer.Deserialize<JsonElement>(line));
            _changed.Beat();
        }
    }
}
