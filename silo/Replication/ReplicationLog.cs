using ActiveActive.Replication;
using ActiveActive.State.Storage;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Replication;

/// <summary>What replication logs. Event ids 1800 to 1899.</summary>
internal static partial class ReplicationLog
{
    [LoggerMessage(1800, LogLevel.Information, "This silo takes and merges the changes of other regions")]
    public static partial void Leads(this ILogger logger);

    [LoggerMessage(1801, LogLevel.Warning, "Taking and merging the changes of other regions ended; some silo will go on with it: {Reason}")]
    public static partial void LeadLost(this ILogger logger, string reason);

    [LoggerMessage(1802, LogLevel.Warning, "The changes of region {Peer} cannot be taken; trying again, also by way of others: {Reason}")]
    public static partial void LinkBroken(this ILogger logger, string peer, string reason);

    [LoggerMessage(1803, LogLevel.Information, "The changes of region {Peer} come again")]
    public static partial void LinkWorks(this ILogger logger, string peer);

    [LoggerMessage(1804, LogLevel.Warning, "Changes of {Key} from other regions could not be merged; trying again: {Reason}")]
    public static partial void NotMerged(this ILogger logger, StateKey key, string reason);

    [LoggerMessage(1805, LogLevel.Warning, "Not every silo could be told what was merged; telling again: {Reason}")]
    public static partial void NotTold(this ILogger logger, string reason);

    [LoggerMessage(1806, LogLevel.Error, "{Key} takes no further changes from other regions: batch {Batch} of {Stream} could not be merged and is put aside (aactl dead-letters): {Reason}")]
    public static partial void PutAside(this ILogger logger, StateKey key, StreamId stream, long batch, string reason);

    [LoggerMessage(1808, LogLevel.Warning, "Refused {Peer}: {Reason}. Check the certificate there, and Replication:Authority here")]
    public static partial void PeerRefused(this ILogger logger, string peer, string reason);

    [LoggerMessage(1809, LogLevel.Error, "The certificate for links to other regions was changed and is not usable; going on with the one before: {Reason}")]
    public static partial void CertificateNotRead(this ILogger logger, string reason);

    [LoggerMessage(1810, LogLevel.Warning, "The certificate {File} for links to other regions ends at {End:u}. Without a new one in its place, no changes go to or come from other regions after that")]
    public static partial void CertificateEnds(this ILogger logger, string file, DateTime end);

    [LoggerMessage(1812, LogLevel.Error, "Batch {Batch} of {Stream} has something of jurisdiction '{Jurisdiction}', which region {Peer} may not hold. It is not sent there, nor is what comes after it. Is the policy (Replication:Residency) the same in all regions?")]
    public static partial void NotSent(this ILogger logger, string peer, StreamId stream, long batch, string jurisdiction);

    [LoggerMessage(1813, LogLevel.Error, "Batch {Batch} of {Stream} came from another region and has something that this one may not hold. It is not taken, nor is what comes after it. Is the policy (Replication:Residency) the same in all regions?")]
    public static partial void NotTaken(this ILogger logger, StreamId stream, long batch);

    [LoggerMessage(1807, LogLevel.Information, "This region knows again, as {Origin}, what it knew before its database was restored, and writes replicated state")]
    public static partial void Rejoined(this ILogger logger, string origin);

    [LoggerMessage(1820, LogLevel.Information, "{Key} takes changes from other regions again; all that was put aside is merged")]
    public static partial void TakesAgain(this ILogger logger, StateKey key);

    [LoggerMessage(1821, LogLevel.Error, "{Key} still takes no changes from other regions: dead letter {Id} was tried again: {Reason}")]
    public static partial void StillAside(this ILogger logger, StateKey key, long id, string reason);

    [LoggerMessage(1822, LogLevel.Warning, "A change of {Key}, in batch {Batch} of {Stream}, is lost in this region, as somebody has asked for")]
    public static partial void Dropped(this ILogger logger, StateKey key, StreamId stream, long batch);

    [LoggerMessage(1811, LogLevel.Warning, "Grain {Grain} could not act on what was merged; it is called again after the next merge: {Reason}")]
    public static partial void NotReacted(this ILogger logger, string grain, string reason);
}
