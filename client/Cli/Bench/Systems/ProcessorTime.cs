using System.Globalization;
using ActiveActive.Cli.Output;

namespace ActiveActive.Cli.Bench.Systems;

/// <summary>How long processes have kept processors busy, from <c>/proc</c> (proc_pid_stat(5)); Linux only.</summary>
internal static class ProcessorTime
{
    /// <summary>USER_HZ: what the kernel counts in towards programs, on all its architectures that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>Fields of <c>stat</c>, counted from the one behind the program's name.</summary>
    private const int Parent = 1;
    private const int User = 11;
    private const int Kernel = 12;
    private const int ChildrenUser = 13;
    private const int ChildrenKernel = 14;

    /// <summary>Seconds of a process, with its children that run and that have ended.</summary>
    /// <exception cref="CliException">The system does not tell.</exception>
    public static double WithChildren(int processId)
    {
        var ticks = Fields(processId) is { } own
            ? own[User] + own[Kernel] + own[ChildrenUser] + own[ChildrenKernel]
            : throw new CliException($"The time of process {processId} cannot be read: this benchmark needs Linux's /proc, and the process to run.");
        return (ticks + Children(processId).Sum(static child => child[User] + child[Kernel])) / TicksPerSecond;
    }

    private static IEnumerable<long[]> Children(int processId) =>
        from folder in Directory.EnumerateDirectories("/proc")
        let name = Path.GetFileName(folder)
        where int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _)
        let fields = Fields(int.Parse(name, CultureInfo.InvariantCulture))
        where fields?[Parent] == processId
        select fields;

    // The name stands in parentheses and may have any characters. What is no number is the state, which nobody asks for.
    private static long[]? Fields(int processId)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{processId}/stat");
            return [.. line[(line.LastIndexOf(')') + 2)..].Split(' ').Select(static field => long.TryParse(field, CultureInfo.InvariantCulture, out var number) ? number : 0)];
        }
        catch (IOException)
        {
            return null; // it has ended, or there is no /proc
        }
    }
}
