using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Http;

/// <summary>What the HTTP API logs. Event ids 4000 to 4099.</summary>
internal static partial class HttpLog
{
    [LoggerMessage(4000, LogLevel.Error, "{Route} failed for a reason that nobody foresaw; answered 500 with trace id {TraceId}.")]
    public static partial void Unforeseen(this ILogger logger, string? route, string traceId, Exception error);

    [LoggerMessage(4001, LogLevel.Information, "{Route} could not be served; answered {Status} {Code}: {Reason}")]
    public static partial void NotServed(this ILogger logger, string? route, int status, string code, string reason);
}
