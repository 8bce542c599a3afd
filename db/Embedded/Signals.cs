using System.Runtime.InteropServices;

namespace ActiveActive.Database.Embedded;

/// <summary>Sends signals to single processes.</summary>
internal static class Signals
{
    /// <summary>False when there is no such process, or it is not ours.</summary>
    public static bool Send(int processId, Signal signal)
    {
        // 0 and negative numbers would mean groups of processes, or all of them.
        ArgumentOutOfRangeException.ThrowIfLessThan(processId, 2);
        return Kill(processId, (int)signal) == 0;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int processId, int signal);
}
