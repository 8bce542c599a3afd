using System.Net;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Membership;

/// <summary>What crash detection and self-fencing log. Event ids 1400 to 1499.</summary>
internal static partial class MembershipLog
{
    [LoggerMessage(1400, LogLevel.Debug, "A watch connection from {Dialer} was ended: {Reason}")]
    public static partial void DialerMisbehaved(this ILogger logger, EndPoint? dialer, string reason);

    [LoggerMessage(1401, LogLevel.Information, "Silo {Silo} is watched")]
    public static partial void Watching(this ILogger logger, SiloAddress silo);

    [LoggerMessage(1402, LogLevel.Warning, "Silo {Silo} was dialed at {Dialed} and reached at {Reached}: something between translates addresses. A crash of that silo will be found by probes, in seconds, and not at once")]
    public static partial void Translated(this ILogger logger, SiloAddress silo, IPEndPoint dialed, IPEndPoint reached);

    [LoggerMessage(1403, LogLevel.Information, "The watch connection to silo {Silo} has ended ({End})")]
    public static partial void WatchEnded(this ILogger logger, SiloAddress silo, string end);

    [LoggerMessage(1404, LogLevel.Warning, "Silo {Silo} refuses connections at both of its ports, or another process answers there: it has crashed. Its death is being agreed on")]
    public static partial void Crashed(this ILogger logger, SiloAddress silo);

    [LoggerMessage(1405, LogLevel.Warning, "Silo {Silo} was declared dead: it has crashed")]
    public static partial void Evicted(this ILogger logger, SiloAddress silo);

    [LoggerMessage(1406, LogLevel.Warning, "Silo {Silo} could not be declared dead yet; this goes on until it is. {Error}: {Reason}")]
    public static partial void NotEvicted(this ILogger logger, SiloAddress silo, string error, string reason);

    [LoggerMessage(1407, LogLevel.Debug, "Silo {Silo} gives no welcome: {Trouble}")]
    public static partial void NoWelcome(this ILogger logger, SiloAddress silo, string? trouble);

    [LoggerMessage(1408, LogLevel.Information, "The cluster has version {Version}, which could not be read yet. {Error}: {Reason}")]
    public static partial void NotRefreshed(this ILogger logger, long version, string error, string reason);

    [LoggerMessage(1409, LogLevel.Warning, "All {Silos} silos that the membership table says to serve refuse connections at both of their ports, and have written nothing there for {Limit}: they have crashed together, and are declared dead")]
    public static partial void Abandoned(this ILogger logger, int silos, TimeSpan limit);

    [LoggerMessage(1410, LogLevel.Warning, "It could not be found out whether the silos that the membership table says to serve have crashed; probes will. {Error}: {Reason}")]
    public static partial void NotLookedForAbandoned(this ILogger logger, string error, string reason);

    [LoggerMessage(1420, LogLevel.Warning, "Not confirmed as a member by a majority for {Limit}: answers wait (self-fencing)")]
    public static partial void FenceClosed(this ILogger logger, TimeSpan limit);

    [LoggerMessage(1421, LogLevel.Information, "Confirmed as a member again: answers go out")]
    public static partial void FenceOpen(this ILogger logger);

    [LoggerMessage(1422, LogLevel.Warning, "The database could not be asked whether this silo is still a member. {Error}: {Reason}")]
    public static partial void DatabaseSilent(this ILogger logger, string error, string reason);

    [LoggerMessage(1430, LogLevel.Critical, "The other silos have declared this silo dead, as told by {Source}: it was frozen, cut off or too slow for longer than they wait. It answers nothing any more and ends with exit code {ExitCode}. Its grains live on elsewhere and nothing is lost; start it again")]
    public static partial void DeclaredDead(this ILogger logger, string source, int exitCode);

    [LoggerMessage(1431, LogLevel.Critical, "Fatal error from {Sender} ({Context}): the silo cannot go on and ends with exit code {ExitCode}. Nothing is lost; start it again, and look into the error if it comes back")]
    public static partial void FatalError(this ILogger logger, Exception? error, object? sender, string? context, int exitCode);
}
