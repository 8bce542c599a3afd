namespace ActiveActive.Cli.Bench.Systems;

/// <summary>A program that runs nodes and callers.</summary>
/// <param name="Name">The system's name.</param>
/// <param name="Assembly">The program's.</param>
/// <param name="Variant">What it is told to be.</param>
/// <param name="NeedsSchema">Whether its tables are those of our migrations, or its own to make.</param>
internal sealed record BenchProgram(string Name, string Assembly, string Variant, bool NeedsSchema)
{
    /// <summary>The name of each system's region or cluster.</summary>
    public const string Cluster = "bench";

    /// <summary>The program for the bare database, too.</summary>
    public const string Benchmarks = "ActiveActive.Benchmarks";

    /// <summary>What those are told to be who call a region of the silo host.</summary>
    public const string Region = "region";

    public static BenchProgram Ours { get; } = new("ours", Benchmarks, "ours", NeedsSchema: true);

    public static BenchProgram Encrypted { get; } = new(BenchPeers.Encrypted, Benchmarks, "encrypted", NeedsSchema: true);

    public static BenchProgram Unobserved { get; } = new(BenchPeers.Unobserved, Benchmarks, "unobserved", NeedsSchema: true);

    public static BenchProgram Stock { get; } = new(BenchPeers.Stock, Benchmarks, "stock", NeedsSchema: true);

    public static BenchProgram Akka { get; } = new(BenchPeers.Akka, "ActiveActive.Peers.Akka", "bench", NeedsSchema: false);
}
