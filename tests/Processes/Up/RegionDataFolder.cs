using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Processes.Up;

/// <summary>A data folder for one test, which knows the processes that belong to it.</summary>
internal sealed class RegionDataFolder : IDisposable
{
    private readonly string _parent = Directory.CreateTempSubdirectory("aa-up-").FullName;

    public RegionDataFolder()
    {
        if (!OperatingSystem.IsWindows())
        {
            // When we are root, PostgreSQL runs as another user, who must be able to pass.
            File.SetUnixFileMode(_parent, File.GetUnixFileMode(_parent) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }

    public string Path => System.IO.Path.Combine(_parent, "data");

    public void Dispose() => Directory.Delete(_parent, recursive: true);

    /// <summary>Waits until no process of this folder is left: no silo, no PostgreSQL, no watcher.</summary>
    public Task IsLeftByAll(TimeSpan within) =>
        Eventually.Holds(() => Processes().Count == 0, "no process of the region is left", within);

    // A silo has its log's path in its environment, PostgreSQL and its watcher have their folder in their command line.
    private List<string> Processes() =>
    [
        .. from process in Directory.EnumerateDirectories("/proc")
           where int.TryParse(System.IO.Path.GetFileName(process), out _)
           where Mentions($"{process}/cmdline") || Mentions($"{process}/environ")
           select process,
    ];

    private bool Mentions(string file)
    {
        try
        {
            return File.ReadAllText(file).Contains(_parent, StringComparison.Ordinal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
