using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Storage;

/// <summary>What storage logs. Event ids 1100 to 1199.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(1100, LogLevel.Warning, "The database's clock could not be read; going on with the last reading: {Reason}")]
    public static partial void ClockNotMeasured(this ILogger logger, string reason);

    [LoggerMessage(1101, LogLevel.Debug, "Attached effect partition {Partition}")]
    public static partial void PartitionAttached(this ILogger logger, string partition);

    [LoggerMessage(1102, LogLevel.Information, "Dropped effect partition {Partition}: no request id in it is accepted any more")]
    public static partial void PartitionDropped(this ILogger logger, string partition);

    [LoggerMessage(1103, LogLevel.Warning, "Keeping the effect partitions failed; trying again: {Reason}")]
    public static partial void PartitionsNotKept(this ILogger logger, string reason);

    [LoggerMessage(1104, LogLevel.Warning, "The database allows {MaxConnections} connections; this silo may take {PoolSize}. More than {Silos} silos would exhaust it")]
    public static partial void PoolIsLarge(this ILogger logger, int maxConnections, int poolSize, int silos);

    [LoggerMessage(1105, LogLevel.Warning, "The first connections could not be warmed up; going on without: {Reason}")]
    public static partial void NotWarmedUp(this ILogger logger, string reason);
}
