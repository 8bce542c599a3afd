using ActiveActive.Tests.Support;

namespace ActiveActive.Tests.Database.Support;

/// <summary>Who runs on this machine, as Linux tells it.</summary>
internal static class ProcessTable
{
    /// <summary>The processes that work in a folder or below: a server, its backends and its watcher.</summary>
    public static IReadOnlyList<int> WorkingIn(string folder) =>
    [
        .. from entry in Directory.EnumerateDirectories("/proc")
           where int.TryParse(Path.GetFileName(entry), out _)
           let directory = WorkingDirectory(entry)
           where directory == folder || directory.StartsWith(folder + "/", StringComparison.Ordinal)
           select int.Parse(Path.GetFileName(entry)),
    ];

    public static Task NothingRunsIn(string folder) => Eventually.Holds(() => WorkingIn(folder).Count == 0, $"no process works in {folder}", TimeSpan.FromSeconds(30));

    public static string UserOf(int process) => File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1];

    public static string SessionOf(int process) => File.ReadAllText($"/proc/{process}/stat").Split(") ")[1].Split(' ')[3];

    private static string WorkingDirectory(string process)
    {
        try
        {
            return new FileInfo(Path.Combine(process, "cwd")).LinkTarget ?? "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
