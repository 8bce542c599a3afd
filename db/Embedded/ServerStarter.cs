using System.Diagnostics;

namespace ActiveActive.Database.Embedded;

/// <summary>Starts the server of a folder, again and again if need be: while somebody takes our port, or while a dead server's memory is still in use.</summary>
internal sealed class ServerStarter(PostgresBinaries binaries, DataFolder folder, ServerUser user, EmbeddedPostgresOptions options, EmbeddedPostgresLog log)
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>How long a wanted port may be somebody else's before that is an error.</summary>
    private static readonly TimeSpan s_portPatience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_retryInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Where the server's programs are.</summary>
    public string BinariesFolder => binaries.Folder;

    /// <summary>The ids of all processes of the folder's server.</summary>
    public IReadOnlyList<int> Processes() => new Leftovers(folder).Find();

    /// <exception cref="EmbeddedPostgresException">It did not get ready in time, or cannot.</exception>
    public async Task<RunningServer> StartAsync(int? wantedPort, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await new Leftovers(folder).ClearAsync(cancellationToken);
        if (wantedPort is { } wanted) await WaitForPortAsync(wanted, cancellationToken);

        while (true)
        {
            var port = wantedPort ?? FreePort.Find();
            await ServerSettings.WriteAsync(folder, port, options.Settings, cancellationToken);
            var serverLog = new ServerLog(folder);
            var process = await ServerProcess.StartAsync(binaries, folder, user, cancellationToken);
            if (await IsReadyAsync(process, clock, cancellationToken))
            {
                log.Started(binaries.MajorVersion, port, folder.Root, clock.Elapsed);
                return new RunningServer(process, port);
            }

            process.Dispose();
            var said = serverLog.Tail();
            if (wantedPort is not null && PortIsTaken(said)) throw PortTaken(port);
            if (!MayPass(said) || clock.Elapsed > options.StartTimeout) throw Failure(said);
            await Task.Delay(s_retryInterval, cancellationToken);
        }
    }

    /// <summary>False when it ended by itself, or was ended by us because the time is over.</summary>
    private async Task<bool> IsReadyAsync(ServerProcess process, Stopwatch clock, CancellationToken cancellationToken)
    {
        try
        {
            while (!process.HasExited && clock.Elapsed < options.StartTimeout)
            {
                if (PidFile.Read(folder) is { IsReady: true } file && file.ProcessId == process.PostmasterId) return true;
                await Task.Delay(s_pollInterval, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            await ServerStopper.StopAsync(process, PostgresStopMode.Fast, options.StopTimeout);
            throw;
        }

        await ServerStopper.StopAsync(process, PostgresStopMode.Fast, options.StopTimeout);
        return false;
    }

    private static bool MayPass(string said) => PortIsTaken(said) || said.Contains("shared memory block", StringComparison.Ordinal);

    private static bool PortIsTaken(string said) => said.Contains("could not create any TCP/IP sockets", StringComparison.Ordinal);

    private static async Task WaitForPortAsync(int port, CancellationToken cancellationToken)
    {
        for (var clock = Stopwatch.StartNew(); !FreePort.IsFree(port); await Task.Delay(s_pollInterval, cancellationToken))
        {
            if (clock.Elapsed > s_portPatience) throw PortTaken(port);
        }
    }

    private static EmbeddedPostgresException PortTaken(int port) =>
        new($"Port {port} on 127.0.0.1 is taken by another process. Name another one in Port, or none to get a free one.");

    private EmbeddedPostgresException Failure(string said) => new(
        $"The embedded PostgreSQL in '{folder.Root}' did not start (it may take {options.StartTimeout.TotalSeconds:0} s). Its log ({folder.LogFile}) ends: {said}");
}
