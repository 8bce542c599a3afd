namespace ActiveActive.Cli.Bench;

/// <summary>The names of what can be measured beside ours.</summary>
internal static class BenchPeers
{
    public const string Stock = "stock";
    public const string Akka = "akka";
    public const string PgBench = "pgbench";
    public const string Raw = "raw";

    /// <summary>Ours once more, with encryption at rest.</summary>
    public const string Encrypted = "encrypted";

    /// <summary>Ours once more, without metrics and console.</summary>
    public const string Unobserved = "unobserved";

    public static IReadOnlyList<string> Usual { get; } = [Stock, Akka, PgBench, Raw];

    public static IReadOnlyList<string> All { get; } = [.. Usual, Encrypted, Unobserved];
}
