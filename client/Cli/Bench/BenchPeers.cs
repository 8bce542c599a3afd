namespace ActiveActive.Cli.Bench;

/// <summary>The names of what can be measured beside ours.</summary>
internal static class BenchPeers
{
    public const string Stock = "stock";
    public const string Akka = "akka";
    public const string PgBench = "pgbench";
    public const string Raw = "raw";

    public static IReadOnlyList<string> All { get; } = [Stock, Akka, PgBench, Raw];
}
