using System.Diagnostics;
using System.Globalization;

namespace ActiveActive.Database.Embedded;

/// <summary>
/// A running postmaster and the shell that watches over it (<c>watcher.sh</c>), in a session of their own so that a terminal's Ctrl-C reaches
/// neither. We hold the pipe to the watcher: closing it, by will or by dying, stops the server.
/// </summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly Lazy<string> s_watcher = new(ReadWatcher);

    private readonly Process _watcher;
    private int _disposed;

    private ServerProcess(Process watcher, int postmasterId)
    {
        _watcher = watcher;
        PostmasterId = postmasterId;
    }

    public int PostmasterId { get; }

    public bool HasExited => _disposed != 0 || _watcher.HasExited;

    /// <exception cref="EmbeddedPostgresException">The watcher could not be started.</exception>
    public static async Task<ServerProcess> StartAsync(PostgresBinaries binaries, DataFolder folder, ServerUser user, CancellationToken cancellationToken)
    {
        string[] watcher = [.. OwnSession(), "/bin/sh", "-c", s_watcher.Value, "activeactive-postgres-watcher", binaries.Postgres, folder.Cluster, folder.LogFile];
        var process = ChildProcess.Start(ChildProcess.StartInfo(watcher[0], watcher[1..], user, folder.Root));
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(cancellationToken);
            return int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? new ServerProcess(process, id)
                : throw new EmbeddedPostgresException($"The server's watcher did not start; see '{folder.LogFile}'.");
        }
        catch
        {
            process.StandardInput.Close(); // the watcher stops what it may have started
            process.Dispose();
            throw;
        }
    }

    /// <summary>True when the server and its watcher have ended within the time.</summary>
    public async Task<bool> ExitedWithinAsync(TimeSpan time)
    {
        try
        {
            await _watcher.WaitForExitAsync().WaitAsync(time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public void Send(Signal signal)
    {
        if (!HasExited) Signals.Send(PostmasterId, signal);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;

        _watcher.StandardInput.Close();
        _watcher.Dispose();
    }

    /// <summary>The command that gives the one after it a session of its own. macOS has no setsid, but has Perl.</summary>
    private static string[] OwnSession() => OperatingSystem.IsMacOS()
        ? ["/usr/bin/perl", "-e", "use POSIX; POSIX::setsid(); exec @ARGV or die $!;"]
        : ["setsid"];

    private static string ReadWatcher()
    {
        using var reader = new StreamReader(typeof(ServerProcess).Assembly.GetManifestResourceStream("watcher.sh")!);
        return reader.ReadToEnd();
    }
}
