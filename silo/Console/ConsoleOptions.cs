namespace ActiveActive.Silo;

/// <summary>What a silo shows of the system at <c>/console</c> and <c>/console/api</c>, and to whom. It has no accounts of its own: whoever reaches the port may look, as with the rest of the HTTP API.</summary>
public sealed class ConsoleOptions
{
    /// <summary>Whether the console is there. Default true. Without it nothing is mapped, measured for it or told to other silos, and pages of other silos and regions show this silo without figures.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// The only port of this silo's HTTP server that the console is served at, when it listens at several: one that only operators reach. Default 0: all of them. Requests that come in by another port are answered 404.
    /// </summary>
    public int Port { get; set; }

    /// <summary>Whether values are shown: of states, of the replies to requests, and of conflicts; in clear, also when they are encrypted at rest. Default false: versions, digests and sizes are. Each region decides for its own, whoever asks.</summary>
    public bool ShowState { get; set; }

    /// <summary>Whether silos can be drained and evicted, and dead letters dropped, by the console. Default false. Each of it has to be confirmed, and is logged.</summary>
    public bool Actions { get; set; }

    /// <summary>
    /// Whether Microsoft's Orleans Dashboard is at <c>/dashboard</c>, under the same rules as the console. Default false: it puts a filter before every call, and for a minute after somebody has looked it follows each one.
    /// It has to be on at all silos of a region, as each tells of itself.
    /// </summary>
    public bool Dashboard { get; set; }
}
