using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ActiveActive.TestKit.Regions;

/// <summary>The silo host's program, and how to start it; or another program that runs nodes in the same way.</summary>
internal sealed class SiloHost
{
    /// <summary>The environment variable that names the program.</summary>
    public const string Variable = "ACTIVEACTIVE_SILO_HOST";

    private const string ProgramName = "ActiveActive.Silo.Host.dll";
    private const string LogVariable = "AACTL_SILO_LOG";

    // The shell becomes the silo; beside it stays a guard, which ends with our end of the pipe, and with the silo at the latest 10 seconds later.
    private const string Script =
        $$"""
        exec 4<&0
        (
          read -r _ <&4
          left=100
          while [ $left -gt 0 ] && kill -0 $$ 2>/dev/null; do sleep 0.1; left=$((left - 1)); done
          [ $left -gt 0 ] || kill -9 $$
        ) </dev/null >/dev/null 2>&1 &
        exec 4<&-
        exec "$@" >>"${{{LogVariable}}}" 2>&1
        """;

    private readonly string _program;
    private readonly string[] _arguments;

    private SiloHost(string program, params string[] arguments)
    {
        _program = program;
        _arguments = arguments;
    }

    /// <summary>The program's file.</summary>
    public string Program => _program;

    /// <summary>Finds the program: as named, by the environment, beside us, or where the repository builds it.</summary>
    /// <exception cref="RegionException">It is nowhere.</exception>
    public static SiloHost Find(string? named)
    {
        named ??= Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } variable ? variable : null;
        if (named is not null)
        {
            return File.Exists(named)
                ? new SiloHost(Path.GetFullPath(named))
                : throw new RegionException($"There is no silo host at '{named}' (--silo-host or {Variable}). Name the file {ProgramName}.");
        }

        var places = Places(Path.GetFileNameWithoutExtension(ProgramName));
        return Array.Find(places, File.Exists) is { } found
            ? new SiloHost(found)
            : throw new RegionException($"The silo host was not found ({string.Join(", ", places)}). Build it, or name {ProgramName} with --silo-host or {Variable}.");
    }

    /// <summary>Finds another program beside us or where the repository builds it.</summary>
    /// <param name="name">Its assembly's and project's name.</param>
    /// <param name="arguments">What a node of it is started with.</param>
    /// <exception cref="RegionException">It is nowhere.</exception>
    public static SiloHost FindOther(string name, params string[] arguments)
    {
        var places = Places(name);
        return Array.Find(places, File.Exists) is { } found
            ? new SiloHost(found, arguments)
            : throw new RegionException($"The program {name} was not found ({string.Join(", ", places)}). Build its project.");
    }

    /// <summary>
    /// Starts a silo. It gets a session of its own, so that a terminal's Ctrl-C reaches only us; its output goes to the log by its own hand, so that it can
    /// write to the end; its standard input is ours to keep open, because its end tells the silo that we are gone. A silo that does not end then, because it
    /// is frozen or waits for a database that went with us, is killed.
    /// </summary>
    /// <param name="logFile">Where its output goes.</param>
    /// <param name="environment">What it is told.</param>
    /// <param name="enter">A program that becomes the silo's, with its arguments, such as one that enters a namespace; or nothing.</param>
    public Process Start(string logFile, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> enter)
    {
        var start = OwnSession("sh");
        start.WorkingDirectory = Path.GetDirectoryName(_program)!;
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Script);
        start.ArgumentList.Add("sh");
        foreach (var part in enter)
        {
            start.ArgumentList.Add(part);
        }

        foreach (var part in Command(_program))
        {
            start.ArgumentList.Add(part);
        }

        foreach (var argument in _arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[LogVariable] = logFile;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new RegionException($"The silo host '{_program}' could not be started.");
    }

    /// <summary>How to start a program that a terminal's Ctrl-C does not reach, with a standard input that is ours.</summary>
    public static ProcessStartInfo OwnSession(string program)
    {
        var start = new ProcessStartInfo { FileName = program, RedirectStandardInput = true, UseShellExecute = false };
        if (HasSetsid())
        {
            start.FileName = "setsid";
            start.ArgumentList.Add(program);
        }

        return start;
    }

    /// <summary>The <c>dotnet</c> that runs this program.</summary>
    public static string DotnetProgram()
    {
        var program = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        return File.Exists(program) ? program : "dotnet";
    }

    /// <summary>How to run a .NET program: by itself when it was published with its runtime, else by ours.</summary>
    public static string[] Command(string program) => Path.GetExtension(program) switch
    {
        ".dll" when BringsItsRuntime(program) => [Path.ChangeExtension(program, null)],
        ".dll" => [DotnetProgram(), program],
        _ => [program],
    };

    private static bool BringsItsRuntime(string program) => File.Exists(Path.Combine(Path.GetDirectoryName(program)!, "System.Private.CoreLib.dll"));

    private static string[] Places(string name)
    {
        var here = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        return [Path.Combine(here, $"{name}.dll"), Path.GetFullPath(Path.Combine(here, "..", "..", name, Path.GetFileName(here), $"{name}.dll"))];
    }

    private static bool HasSetsid() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(static folder => File.Exists(Path.Combine(folder, "setsid")));
}
