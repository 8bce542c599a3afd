using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Health;

/// <summary>What the named checks log. Event ids 2200 to 2249.</summary>
internal static partial class HealthLog
{
    [LoggerMessage(2200, LogLevel.Warning, "Check {Check} fails: {Says}. {Advice}")]
    public static partial void CheckFails(this ILogger logger, string check, string says, string advice);

    [LoggerMessage(2204, LogLevel.Error, "Check {Check}, which is critical, fails: {Says}. {Advice}")]
    public static partial void CriticalCheckFails(this ILogger logger, string check, string says, string advice);

    [LoggerMessage(2201, LogLevel.Information, "Check {Check} is well again: {Says}")]
    public static partial void CheckIsWell(this ILogger logger, string check, string says);

    [LoggerMessage(2202, LogLevel.Warning, "Check {Check} could not be looked at")]
    public static partial void NotLookedAt(this ILogger logger, string check, Exception error);

    [LoggerMessage(2203, LogLevel.Information, "All keys were read for the residency audit, in {Took}: {Wrong} that the region may not hold")]
    public static partial void Audited(this ILogger logger, TimeSpan took, long wrong);
}
