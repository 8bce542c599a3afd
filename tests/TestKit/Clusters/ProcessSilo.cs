using ActiveActive.TestKit.Regions;

namespace ActiveActive.TestKit;

/// <summary>One silo process of a <see cref="ProcessCluster"/>. It keeps its number, name and ports over restarts.</summary>
public sealed class ProcessSilo
{
    private readonly RunningSilo _silo;

    internal ProcessSilo(RunningSilo silo) => _silo = silo;

    /// <summary>Counted from 1.</summary>
    public int Number => _silo.Number;

    /// <summary>Its name in logs and in the membership table, <c>silo-1</c>.</summary>
    public string Name => _silo.Name;

    /// <summary>Where its HTTP endpoints are, as <c>http://127.0.0.1:8081</c>.</summary>
    public Uri Url => _silo.Url;

    /// <summary>Its port for other silos on 127.0.0.1, which is that of its <c>SiloAddress</c>.</summary>
    public int SiloPort => _silo.Ports.Silo;

    /// <summary>Its process; null when it does not run.</summary>
    public int? ProcessId => _silo.ProcessId;

    /// <summary>Whether its process ended although nobody asked it to.</summary>
    public bool HasDied => _silo.State == SiloState.Died;

    /// <summary>The file with its output. It goes with the data folder.</summary>
    public string LogFile => _silo.LogFile;

    /// <summary>The last lines of its output; empty when there is none.</summary>
    public string LastWords() => _silo.LastWords();
}
