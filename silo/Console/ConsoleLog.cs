using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Console;

/// <summary>What the console logs. Event ids 4100 to 4199.</summary>
internal static partial class ConsoleLog
{
    [LoggerMessage(4100, LogLevel.Warning, "This silo stops in order, as asked for by the console: {By}")]
    public static partial void Drained(this ILogger logger, string by);

    [LoggerMessage(4101, LogLevel.Warning, "Console action {Action} of {Target}, asked for by {By}: {Outcome}")]
    public static partial void Acted(this ILogger logger, string action, string target, string by, string outcome);

    [LoggerMessage(4102, LogLevel.Debug, "Silo {Silo} did not tell how it is: {Reason}")]
    public static partial void SiloSilent(this ILogger logger, string silo, string reason);

    [LoggerMessage(4103, LogLevel.Debug, "Region {Peer} did not tell how it is: {Reason}")]
    public static partial void RegionSilent(this ILogger logger, string peer, string reason);

    [LoggerMessage(4104, LogLevel.Warning, "Some of this silo's figures could not be read for the console: {Reason}")]
    public static partial void NotLooked(this ILogger logger, string reason);
}
