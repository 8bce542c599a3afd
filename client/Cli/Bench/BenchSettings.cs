namespace ActiveActive.Cli.Bench;

/// <summary>What a benchmark shall do.</summary>
internal sealed record BenchSettings
{
    /// <summary>Which benchmark: one of <see cref="BenchCommand.Kinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>What is measured beside ours.</summary>
    public IReadOnlyList<string> Compare { get; init; } = [];

    /// <summary>Calls that wait for their answer at any moment, level by level.</summary>
    public IReadOnlyList<int> InFlight { get; init; } = [];

    /// <summary>Calls per second of the open loop, which gives the latencies; may be empty.</summary>
    public IReadOnlyList<int> Rates { get; init; } = [];

    /// <summary>How long a slice is counted.</summary>
    public int Seconds { get; init; }

    public int Trials { get; init; }

    public int Silos { get; init; }

    public int Grains { get; init; }

    /// <summary>Bytes that a write stores.</summary>
    public int Payload { get; init; }

    /// <summary>Milliseconds by which each answer of the database comes later.</summary>
    public int CommitDelay { get; init; }

    /// <summary>Rows that <c>growth</c> compares with.</summary>
    public int Stored { get; init; }

    /// <summary>Writes that <c>soak</c> makes.</summary>
    public long Writes { get; init; }

    /// <summary>Whether <c>soak</c> writes durable state.</summary>
    public bool Durable { get; init; }

    /// <summary>Seconds for which a transaction of <c>soak</c> keeps an old snapshot open, from the first write on.</summary>
    public int HoldSnapshot { get; init; }

    /// <summary>Seconds for which <c>regions</c> cuts one of them off.</summary>
    public int Cut { get; init; }

    /// <summary>Decides the order of the systems and where in its grains each slice begins.</summary>
    public int Seed { get; init; }

    /// <summary>Where results and logs go; null for a new folder under the system's temporary one.</summary>
    public string? Output { get; init; }

    /// <summary>The command that repeats it.</summary>
    public string Command { get; init; } = "";

    /// <summary>Seconds for which each system runs before anything counts.</summary>
    public int Warm { get; init; } = 15;

    /// <summary>Seconds of each slice that come first and are not counted.</summary>
    public double WarmUp => Math.Max(0.25, Seconds / 5.0);
}
