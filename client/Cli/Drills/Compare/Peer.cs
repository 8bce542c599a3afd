namespace ActiveActive.Cli.Drills.Compare;

/// <summary>A program under <c>tests/peers</c>.</summary>
/// <param name="Program">The name of its assembly and project.</param>
/// <param name="NeedsSchema">Whether its tables are those of our migrations (Orleans' are), or its own to make.</param>
/// <param name="CountersSql">Answers the key and the value of each stored counter.</param>
internal sealed record Peer(string Program, bool NeedsSchema, string CountersSql);
