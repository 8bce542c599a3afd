using ActiveActive.State.Storage;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Replication.Repair;

/// <summary>What repair and bootstrap log. Event ids 1850 to 1899.</summary>
internal static partial class RepairLog
{
    [LoggerMessage(1850, LogLevel.Warning, "{Key} lacked changes that this region had said to have applied; they were fetched from region {Peer}")]
    public static partial void Mended(this ILogger logger, StateKey key, string peer);

    [LoggerMessage(1851, LogLevel.Warning, "The row of {Key} was replaced by that of region {Peer}, as asked for")]
    public static partial void Replaced(this ILogger logger, StateKey key, string peer);

    [LoggerMessage(1852, LogLevel.Warning, "This region needs a snapshot of another one's states, and does not write replicated state until it has caught up: {Reason}")]
    public static partial void SnapshotWanted(this ILogger logger, string reason);

    [LoggerMessage(1853, LogLevel.Information, "This region takes a snapshot of the states of region {Peer}")]
    public static partial void TakesSnapshot(this ILogger logger, string peer);

    [LoggerMessage(1854, LogLevel.Warning, "The snapshot could not be taken; trying again: {Reason}")]
    public static partial void SnapshotFailed(this ILogger logger, string reason);

    [LoggerMessage(1855, LogLevel.Information, "{States} states of region {Peer} are joined; what follows on them is taken from the streams")]
    public static partial void SnapshotJoined(this ILogger logger, long states, string peer);
}
