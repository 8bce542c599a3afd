using System.Diagnostics;
using System.Globalization;

namespace ActiveActive.TestKit.Clusters;

/// <summary>A folder for one cluster, deleted with it; those that killed test processes have left are deleted by the next one.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private const string Prefix = "aa-testkit-";

    private TemporaryFolder(string path) => Path = path;

    public string Path { get; }

    public static TemporaryFolder Create()
    {
        Sweep();
        var folder = Directory.CreateTempSubdirectory(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-"));
        if (!OperatingSystem.IsWindows())
        {
            // When we are root, PostgreSQL runs as another user, who must be able to pass.
            folder.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        }

        return new TemporaryFolder(folder.FullName);
    }

    public void Dispose() => Delete(Path);

    private static void Sweep()
    {
        foreach (var folder in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), Prefix + "*"))
        {
            var owner = System.IO.Path.GetFileName(folder)[Prefix.Length..].Split('-')[0];
            if (int.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out var process) && !Lives(process))
            {
                Delete(folder);
            }
        }
    }

    // Another program may have the number by now: the folder then stays for a later sweep.
    private static bool Lives(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Somebody else's, or a dying process still writes there: left for a later sweep.
        }
    }
}
