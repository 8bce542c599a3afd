using System.Diagnostics;
using System.Text.Json;
using ActiveActive.TestKit.Regions;

namespace ActiveActive.Benchmarks.Driver;

/// <summary>A load process as its owner sees it. It stays up and takes orders, one at a time.</summary>
internal sealed class BenchProcess : IAsyncDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly string _name;
    private readonly Process _process;
    private readonly Task<string> _errors;

    private BenchProcess(string name, Process process)
    {
        _name = name;
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts it and waits until it is connected and a first call was answered.</summary>
    /// <param name="name">What errors call it.</param>
    /// <param name="program">The program (a dll) whose Main comes to <see cref="BenchWorker.Run"/>.</param>
    /// <param name="argument">What tells it to.</param>
    /// <param name="setup">What it connects to.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RegionException">It ended, or did not become ready in time.</exception>
    public static async Task<BenchProcess> Start(string name, string program, string argument, BenchSetup setup, CancellationToken cancellation)
    {
        string[] command = [.. SiloHost.Command(program), argument];
        var start = SiloHost.OwnSession(command[0]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (var part in command.Skip(1))
        {
            start.ArgumentList.Add(part);
        }

        var started = new BenchProcess(name, Process.Start(start)!);
        try
        {
            await started.Write(JsonSerializer.Serialize(setup));
            while (await started.Read().WaitAsync(ReadyLimit, cancellation) != BenchWorker.Ready)
            {
            }

            return started;
        }
        catch (TimeoutException)
        {
            await started.DisposeAsync();
            throw new RegionException($"The load process of {name} was not ready within {ReadyLimit.TotalSeconds} s. Is the machine busy with something else?");
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>Has an order carried out.</summary>
    /// <exception cref="RegionException">The process ended.</exception>
    public async Task<BenchResult> Carry(BenchOrder order, CancellationToken cancellation)
    {
        await Write(JsonSerializer.Serialize(order));
        while (true)
        {
            if ((await Read().WaitAsync(cancellation)) is ['{', ..] line)
            {
                return JsonSerializer.Deserialize<BenchResult>(line)!;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            using var limit = new CancellationTokenSource(StopLimit);
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }

    private async Task Write(string line)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(line);
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            throw await Ended();
        }
    }

    private async Task<string> Read() => await _process.StandardOutput.ReadLineAsync() ?? throw await Ended();

    private async Task<RegionException> Ended() => new($"The load process of {_name} ended: {(await _errors).Trim()}");
}
