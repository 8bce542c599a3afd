using System.Diagnostics;

namespace ActiveActive.TestKit.Regions;

/// <summary>One of a region's silos; keeps its name over restarts, and its ports unless it is moved.</summary>
internal sealed class RunningSilo
{
    private volatile SiloState _state;

    public RunningSilo(int number, SiloPorts ports, string logFile, string address = "127.0.0.1")
    {
        Address = address;
        Number = number;
        Name = NameOf(number);
        Ports = ports;
        LogFile = logFile;
    }

    /// <summary>Counted from 1; what the methods of <see cref="RegionRunner"/> take.</summary>
    public int Number { get; }

    public string Name { get; }

    public SiloPorts Ports { get; internal set; }

    public string Address { get; }

    public Uri Url => new($"http://{Address}:{Ports.Http}");

    public string LogFile { get; }

    public SiloState State
    {
        get => _state;
        internal set => _state = value;
    }

    /// <summary>Null when it does not run.</summary>
    public int? ProcessId => Process is { HasExited: false } process ? process.Id : null;

    /// <summary>How its last process ended; null before any has.</summary>
    public int? ExitCode { get; internal set; }

    /// <summary>When its process was started last.</summary>
    public DateTime? StartedAt { get; internal set; }

    internal Process? Process { get; set; }

    /// <summary>The last lines of its log, for error messages.</summary>
    public string LastWords()
    {
        const int Lines = 30;
        try
        {
            return string.Join(Environment.NewLine, File.ReadLines(LogFile).TakeLast(Lines));
        }
        catch (IOException)
        {
            return "";
        }
    }

    internal static string NameOf(int number) => $"silo-{number}";
}
