using Microsoft.Extensions.Logging;

namespace ActiveActive.State.Storage;

/// <summary>What commits log. Event ids 1001 to 1099, together with durable state.</summary>
internal static partial class CommitLog
{
    [LoggerMessage(1001, LogLevel.Warning, "The outcome of a write of {Key} is in doubt; sending the same write again: {Reason}")]
    public static partial void CommitInDoubt(this ILogger logger, StateKey key, string reason);
}
