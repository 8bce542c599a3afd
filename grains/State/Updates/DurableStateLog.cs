using ActiveActive.State.Storage;
using Microsoft.Extensions.Logging;

namespace ActiveActive.State.Updates;

/// <summary>What durable state logs. Event ids 1000 to 1099.</summary>
internal static partial class DurableStateLog
{
    [LoggerMessage(1000, LogLevel.Information, "{Key} was written by another activation since version {Version}; reloading it and computing again")]
    public static partial void StaleActivation(this ILogger logger, StateKey key, long version);
}
