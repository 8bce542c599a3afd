using System.Net;
using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Membership;

/// <summary>What crash detection and self-fencing log. Event ids 1400 to 1499.</summary>
internal static partial class MembershipLog
{
    [LoggerMessage(1400, LogLevel.Debug, "A watch connection from {Dialer} was ended: {Reason}")]
    public static partial void DialerMisbehaved(this ILogger logger, EndPoint? dialer, string reason);
}
