namespace ActiveActive.Benchmarks.Driver;

/// <summary>What a load process needs to connect. Passed on standard input, because it holds the database's password.</summary>
internal sealed record BenchSetup
{
    /// <summary>The name of the region or cluster.</summary>
    public required string Region { get; init; }

    /// <summary>Connection string of the system's database.</summary>
    public required string Database { get; init; }

    /// <summary>Which of the program's systems, as its nodes were told.</summary>
    public required string Variant { get; init; }

    /// <summary>The nodes' ports, for systems whose callers are not led by the database.</summary>
    public int[] NodePorts { get; init; } = [];
}
