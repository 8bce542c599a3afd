using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Security;

/// <summary>What encryption logs. Event ids 1700 to 1799.</summary>
internal static partial class EncryptionLog
{
    [LoggerMessage(1700, LogLevel.Information, "What is stored is encrypted. Data key {DataKey} of this silo is wrapped by ring key '{RingKey}'")]
    public static partial void DataKeyMade(this ILogger logger, long dataKey, string ringKey);

    [LoggerMessage(1701, LogLevel.Information, "Data key {Old} is replaced by {New}, wrapped by ring key '{RingKey}': {Reason}")]
    public static partial void DataKeyReplaced(this ILogger logger, long old, long @new, string ringKey, string reason);

    [LoggerMessage(1702, LogLevel.Warning, "The data key could not be renewed; going on with it and trying again: {Reason}")]
    public static partial void DataKeyNotKept(this ILogger logger, string reason);

    [LoggerMessage(1703, LogLevel.Information, "Key file {File} was read again; its primary key is '{Primary}'")]
    public static partial void KeyFileRead(this ILogger logger, string file, string primary);

    [LoggerMessage(1704, LogLevel.Error, "The key file was changed and is not usable; going on with the keys that were read before: {Reason}")]
    public static partial void KeyFileNotRead(this ILogger logger, string reason);

    [LoggerMessage(1705, LogLevel.Information, "Sealed {States} states, {Effects} replies and {Sends} sends anew by the present keys")]
    public static partial void SealedAnew(this ILogger logger, long states, long effects, long sends);

    [LoggerMessage(1706, LogLevel.Error, "A value was not sealed anew and keeps its old key: {Reason}")]
    public static partial void NotSealedAnew(this ILogger logger, string reason);

    [LoggerMessage(1707, LogLevel.Information, "Removed data keys {DataKeys}: nothing is sealed with them any more")]
    public static partial void DataKeysRemoved(this ILogger logger, string dataKeys);

    [LoggerMessage(1708, LogLevel.Warning, "Sealing anew failed; trying again: {Reason}")]
    public static partial void ReencryptionFailed(this ILogger logger, string reason);
}
