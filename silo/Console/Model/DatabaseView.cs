namespace ActiveActive.Silo.Console.Model;

/// <summary>A region's database, as its silos see it.</summary>
/// <param name="AsOf">When it was asked last.</param>
/// <param name="IsUp">Whether it answered.</param>
/// <param name="OldestTransactionSeconds">The age of the oldest transaction; null when not known.</param>
/// <param name="Connections">Connections to it, of everybody; null when not known.</param>
/// <param name="MaxConnections">How many it takes; null when not known.</param>
/// <param name="SizeBytes">Its size; null when not known.</param>
/// <param name="LogBytes">Of it, the replication log; null when not known.</param>
internal sealed record DatabaseView(
    DateTimeOffset AsOf,
    bool IsUp,
    double? OldestTransactionSeconds,
    double? Connections,
    double? MaxConnections,
    double? SizeBytes,
    double? LogBytes);
