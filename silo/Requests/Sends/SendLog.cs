using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Requests.Sends;

/// <summary>What the delivery of sends logs. Event ids 1300 to 1399.</summary>
internal static partial class SendLog
{
    [LoggerMessage(1300, LogLevel.Warning, "Attempt {Attempt} to deliver send {Id} ({Method} of {Target}) failed; next one in {Pause}: {Reason}")]
    public static partial void AttemptFailed(this ILogger logger, RequestId id, string method, GrainId target, int attempt, TimeSpan pause, string reason);

    [LoggerMessage(1301, LogLevel.Error, "Send {Id} from {Source} was refused by {Target}, and its compensation was refused too: {Reason}. It stays in activeactive.send with failed_at set; a person must decide")]
    public static partial void CompensationRefused(this ILogger logger, RequestId id, GrainId source, GrainId target, string reason);

    [LoggerMessage(1302, LogLevel.Information, "Send {Id} ({Method}) was refused by {Target} and has no compensation: {Reason}")]
    public static partial void RefusedWithoutCompensation(this ILogger logger, RequestId id, string method, GrainId target, string reason);

    [LoggerMessage(1303, LogLevel.Warning, "Sends cannot be taken from or written back to the database for now: {Reason}")]
    public static partial void DatabaseUnavailable(this ILogger logger, string reason);
}
