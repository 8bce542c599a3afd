using System.Text.Json;
using ActiveActive.TestKit.Load;
using Microsoft.Extensions.Hosting;

namespace ActiveActive.TestKit.Peers;

/// <summary>
/// The frame of a program that runs another system for comparison: <c>node</c> is one process of its cluster, <c>load</c> one process of its callers. A node prints
/// <see cref="Ready"/> when it serves, and stops when its standard input ends, which is how the death of its owner shows.
/// </summary>
internal static class PeerProgram
{
    public const string Node = "node";
    public const string Load = "load";
    public const string Ready = "node is ready";

    /// <summary>Runs the program as its first argument says.</summary>
    /// <param name="arguments">The program's own.</param>
    /// <param name="node">Builds a node, whose start ends when it is a full member of its cluster.</param>
    /// <param name="connect">Connects a caller.</param>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> Run(string[] arguments, Func<PeerNodeSettings, IHost> node, Func<WorkerSettings, Task<ILoadTarget>> connect)
    {
        switch (arguments)
        {
            case [Node] when NodeSettings() is { } settings:
                await RunNode(node(settings));
                return 0;
            case [Load]:
                return await LoadWorker.Run(connect);
            default:
                await Console.Error.WriteLineAsync("This program is started by a comparison: aactl drill --compare.");
                return 2;
        }
    }

    /// <summary>What the owner of a node tells it; null when nobody does.</summary>
    public static PeerNodeSettings? NodeSettings() =>
        Environment.GetEnvironmentVariable(PeerNodeSettings.Variable) is { } settings ? JsonSerializer.Deserialize<PeerNodeSettings>(settings) : null;

    /// <summary>Runs a node to its end.</summary>
    /// <param name="host">The node.</param>
    /// <param name="first">What it does when it serves, before it says so.</param>
    public static async Task RunNode(IHost host, Func<IHost, Task>? first = null)
    {
        await host.StartAsync();
        await (first?.Invoke(host) ?? Task.CompletedTask);
        await Console.Out.WriteLineAsync(Ready);

        // A thread of its own: a blocked console read cannot be cancelled and must not hold up the pool or the exit.
        new Thread(() => StopAtEndOfInput(host)) { IsBackground = true, Name = "parent watch" }.Start();
        await host.WaitForShutdownAsync();
    }

    private static void StopAtEndOfInput(IHost host)
    {
        using var input = Console.OpenStandardInput();
        var buffer = new byte[256];
        while (input.Read(buffer) > 0)
        {
        }

        ((IHostApplicationLifetime)host.Services.GetService(typeof(IHostApplicationLifetime))!).StopApplication();
    }
}
