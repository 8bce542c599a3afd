namespace ActiveActive.Silo.Console.Measuring;

/// <summary>The names of the gauges that are read.</summary>
internal static class Gauges
{
    public const string QueuedWrites = "activeactive.flush.queue";
    public const string QueuedBytes = "activeactive.flush.queue.bytes";
    public const string Activations = "activeactive.activations";
    public const string WatermarkAge = "activeactive.replication.watermark.age";
    public const string Backlog = "activeactive.replication.backlog";
    public const string BacklogBytes = "activeactive.replication.backlog.bytes";
    public const string CatchUp = "activeactive.replication.catch_up";
    public const string LinkUp = "activeactive.replication.link.up";
    public const string DeadLetters = "activeactive.replication.dead_letters";
    public const string DatabaseUp = "activeactive.database.up";
    public const string OldestTransaction = "activeactive.database.oldest_transaction";
    public const string Connections = "activeactive.database.connections";
    public const string MaxConnections = "activeactive.database.connections.max";
    public const string DatabaseSize = "activeactive.database.size";
    public const string LogSize = "activeactive.database.log.size";
}
