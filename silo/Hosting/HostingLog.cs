using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Hosting;

/// <summary>What a silo's start and stop log. Event ids 1200 to 1299.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(1200, LogLevel.Information, "Stopping: not ready any more; serving for another {Delay} before leaving the cluster")]
    public static partial void Draining(this ILogger logger, TimeSpan delay);

    [LoggerMessage(1201, LogLevel.Information, "The parent process is gone; stopping")]
    public static partial void ParentGone(this ILogger logger);
}
