using System.Diagnostics;
using System.Text.Json;
using ActiveActive.TestKit.Peers;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Cli.Drills.Compare;

/// <summary>One process of a peer's cluster.</summary>
internal sealed class PeerNode : IAsyncDisposable
{
    private const int LastLines = 12;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly string _logFile;
    private readonly Process _process;
    private bool _killed;

    private PeerNode(string name, string logFile, Process process)
    {
        Name = name;
        _logFile = logFile;
        _process = process;
        process.Exited += (_, _) => process.StandardInput.Dispose(); // ends the node's guard
        process.EnableRaisingEvents = true;
    }

    public string Name { get; }

    public string LogFile => _logFile;

    public int ProcessId => _process.Id;

    /// <summary>Whether it ended without having been killed.</summary>
    public bool Died => _process.HasExited && !_killed;

    /// <summary>Starts it; it ends with us.</summary>
    public static PeerNode Start(SiloHost host, PeerNodeSettings settings, string folder)
    {
        var name = $"node-{settings.Number}";
        var logFile = Path.Combine(folder, $"{name}.log");
        var environment = new Dictionary<string, string> { [PeerNodeSettings.Variable] = JsonSerializer.Serialize(settings) };
        return new PeerNode(name, logFile, host.Start(logFile, environment, []));
    }

    /// <summary>Waits until it says that it serves.</summary>
    /// <exception cref="RegionException">It ended, or did not say so in time.</exception>
    public async Task Ready(CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        while (!Log().Contains(PeerProgram.Ready))
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(began) > StartLimit)
            {
                var last = string.Join(Environment.NewLine, Log().TakeLast(LastLines));
                throw new RegionException($"{Name} did not become ready. The end of its log, {_logFile}:{Environment.NewLine}{last}");
            }

            await Task.Delay(Poll, cancellation);
        }
    }

    public async Task Kill()
    {
        _killed = true;
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Stops it in order, or kills it when that takes long.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _killed = true;
            Signals.Terminate(_process.Id);
            using var limit = new CancellationTokenSource(StopLimit);
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_process.HasExited)
            {
                await Kill();
            }
        }

        _process.Dispose();
    }

    private string[] Log() => File.Exists(_logFile) ? [.. File.ReadLines(_logFile)] : [];
}
