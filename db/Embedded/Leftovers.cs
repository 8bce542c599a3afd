using System.Globalization;

namespace ActiveActive.Database.Embedded;

/// <summary>
/// The server processes a former owner left in a cluster. Call while holding <see cref="DataFolderLock"/>: then no live owner wants them.
/// PostgreSQL's processes work in the cluster's folder, which on Linux is visible under /proc; elsewhere nothing is found here and PostgreSQL's
/// own check of its shared memory keeps two servers apart.
/// </summary>
internal sealed class Leftovers(DataFolder folder)
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>How long a watcher may take before we ask for the fast shutdown too, in case there is no watcher; asking twice does no harm.</summary>
    private static readonly TimeSpan s_watcherPatience = TimeSpan.FromSeconds(2);

    /// <summary>How long each of our own signals may take.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    /// <summary>Waits until none is left: first patiently, then with a fast shutdown, an immediate one, and SIGKILL at last.</summary>
    /// <exception cref="EmbeddedPostgresException">Some do not go even so.</exception>
    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        // A postmaster that still runs is being stopped by its watcher; if that is gone too, by us.
        if (PidFile.Read(folder) is { } file && Find().Contains(file.ProcessId) && !await GoneWithinAsync(s_watcherPatience, cancellationToken))
        {
            Signals.Send(file.ProcessId, Signal.Interrupt);
            await GoneWithinAsync(s_patience, cancellationToken);
        }

        // Backends without a postmaster can only die: a busy one would not notice by itself for long.
        foreach (var signal in new[] { Signal.Quit, Signal.Kill })
        {
            foreach (var process in Find()) Signals.Send(process, signal);
            if (await GoneWithinAsync(s_patience, cancellationToken)) break;
        }

        var stubborn = Find();
        if (stubborn.Count > 0)
        {
            throw new EmbeddedPostgresException(
                $"Processes of an earlier server still work in '{folder.Cluster}' and cannot be ended: {string.Join(", ", stubborn)}. End them, then start again.");
        }

        // Its number may meanwhile belong to some other process, which PostgreSQL would then take for a running server.
        if (OperatingSystem.IsLinux()) File.Delete(folder.PidFile);
    }

    /// <summary>The ids of the processes that work in the cluster now.</summary>
    public IReadOnlyList<int> Find()
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists(folder.Cluster)) return [];

        var cluster = Path.GetFullPath(folder.Cluster);
        var found = new List<int>();
        foreach (var entry in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && WorksIn(entry, cluster)) found.Add(id);
        }

        return found;
    }

    private static bool WorksIn(string process, string cluster)
    {
        try
        {
            return new FileInfo(Path.Combine(process, "cwd")).LinkTarget == cluster;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false; // it has just ended, or is another user's
        }
    }

    private async Task<bool> GoneWithinAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        for (var deadline = Environment.TickCount64 + (long)time.TotalMilliseconds; Environment.TickCount64 < deadline;)
        {
            if (Find().Count == 0) return true;
            await Task.Delay(s_pollInterval, cancellationToken);
        }

        return Find().Count == 0;
    }
}
