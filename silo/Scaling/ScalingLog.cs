using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Scaling;

/// <summary>What the scaling signals log. Event ids 2250 to 2299.</summary>
internal static partial class ScalingLog
{
    [LoggerMessage(2250, LogLevel.Information, "The load wants {Wanted} silos instead of {Before}: {Reason}")]
    public static partial void WantsSilos(this ILogger logger, int wanted, int before, string reason);

    [LoggerMessage(2251, LogLevel.Warning, "How many silos the load wants could not be told this time: {Reason}")]
    public static partial void LoadNotKnown(this ILogger logger, string reason);
}
