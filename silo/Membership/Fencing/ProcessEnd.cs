using System.Runtime.InteropServices;

namespace ActiveActive.Silo.Membership.Fencing;

/// <summary>Ends this process, whatever stands in the way. Replaced in tests.</summary>
internal class ProcessEnd
{
    /// <summary>The silo was declared dead by the others. Start it again; nothing is lost.</summary>
    public const int DeclaredDead = 4;

    /// <summary>A part of Orleans without which a silo cannot go on has failed; the log tells which.</summary>
    public const int FatalError = 5;

    /// <summary>For loggers, which write from threads of their own.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(200);

    /// <summary>For what others do at the process' end; such handlers have been seen to wait for what does not come.</summary>
    private static readonly TimeSpan LastRites = TimeSpan.FromSeconds(2);

    private int _isEnding;

    /// <summary>Begins the end and returns.</summary>
    public virtual void Begin(int exitCode, TimeSpan delay = default)
    {
        if (Interlocked.Exchange(ref _isEnding, 1) == 0)
        {
            Start("end", delay + LastWords, () => Environment.Exit(exitCode));
            Start("end for certain", delay + LastWords + LastRites, () => ExitNow(exitCode));
        }
    }

    private static void Start(string name, TimeSpan delay, Action end) =>
        new Thread(() =>
        {
            Thread.Sleep(delay);
            end();
        })
        { IsBackground = true, Name = name }.Start();

    private static void ExitNow(int exitCode)
    {
        if (OperatingSystem.IsWindows())
        {
            Environment.FailFast($"The silo ends with exit code {exitCode}; its orderly exit hung.");
        }

        Exit(exitCode);
    }

    [DllImport("libc", EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void Exit(int exitCode);
}
