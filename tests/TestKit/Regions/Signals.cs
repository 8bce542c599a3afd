using System.Runtime.InteropServices;

namespace ActiveActive.TestKit.Regions;

/// <summary>Sends signals to single processes.</summary>
internal static class Signals
{
    private const int Term = 15;

    /// <summary>Asks a process to end in order.</summary>
    public static void Terminate(int processId) => Send(processId, Term);

    /// <summary>Freezes a process: it lives and does nothing.</summary>
    public static void Stop(int processId) => Send(processId, OperatingSystem.IsMacOS() ? 17 : 19);

    /// <summary>Lets a frozen process go on.</summary>
    public static void Continue(int processId) => Send(processId, OperatingSystem.IsMacOS() ? 19 : 18);

    private static void Send(int processId, int signal)
    {
        // 0 and negative numbers would mean groups of processes, or all of them.
        ArgumentOutOfRangeException.ThrowIfLessThan(processId, 2);
        _ = Kill(processId, signal);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
