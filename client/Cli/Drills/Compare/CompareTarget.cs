namespace ActiveActive.Cli.Drills.Compare;

/// <summary>One of the systems that are compared.</summary>
/// <param name="Name">As the command line names it.</param>
/// <param name="Title">As the table names it.</param>
/// <param name="SecondsAfter">How long its load goes on after the fault: well beyond the time that it is known to need.</param>
/// <param name="Start">Starts a cluster of it in an empty folder.</param>
internal sealed record CompareTarget(string Name, string Title, int SecondsAfter, Func<CompareSettings, string, CancellationToken, Task<ICluster>> Start)
{
    // Orleans stores a key as text only when it does not read as a hexadecimal number; the load's keys do not.
    private static readonly Peer Orleans = new(
        "ActiveActive.Peers.Orleans",
        NeedsSchema: true,
        "select grainidextensionstring, (convert_from(payloadbinary, 'UTF8')::jsonb ->> 'Value')::bigint from orleansstorage where grainidextensionstring is not null");

    private static readonly Peer Akka = new(
        "ActiveActive.Peers.Akka",
        NeedsSchema: false,
        "select substr(persistence_id, length('counter-') + 1), count(*) from journal where persistence_id like 'counter-%' group by 1");

    /// <summary>What the others are compared with.</summary>
    public static CompareTarget Ours { get; } = new("ours", "ActiveActive", 20, OurCluster.Start);

    /// <summary>What can be compared with <see cref="Ours"/>.</summary>
    public static IReadOnlyList<CompareTarget> Peers { get; } =
    [
        new("stock", "Orleans, defaults", 60, (settings, folder, cancellation) => PeerCluster.Start(Orleans, "defaults", settings, folder, cancellation)),
        new("stock-tuned", "Orleans, tuned", 30, (settings, folder, cancellation) => PeerCluster.Start(Orleans, "tuned", settings, folder, cancellation)),
        new("akka", "Akka.NET, defaults", 75, (settings, folder, cancellation) => PeerCluster.Start(Akka, "defaults", settings, folder, cancellation)),
        new("akka-tuned", "Akka.NET, tuned", 45, (settings, folder, cancellation) => PeerCluster.Start(Akka, "tuned", settings, folder, cancellation)),
    ];
}
