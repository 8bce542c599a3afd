using Microsoft.Extensions.Logging;

namespace ActiveActive.Silo.Placement;

/// <summary>What moving grains logs. Event ids 1600 to 1699.</summary>
internal static partial class PlacementLog
{
    [LoggerMessage(1600, LogLevel.Information, "{Moved} grains have moved to other silos in {Elapsed}; {Left} are left")]
    public static partial void Evacuated(this ILogger logger, int moved, int left, TimeSpan elapsed);

    [LoggerMessage(1601, LogLevel.Warning, "Moving the grains to other silos was cut short after {Elapsed}: {Left} end here and come back elsewhere at their next call")]
    public static partial void EvacuationCutShort(this ILogger logger, int left, TimeSpan elapsed);

    [LoggerMessage(1602, LogLevel.Information, "Moving {Count} grains to {Silos} silos that have few")]
    public static partial void Balancing(this ILogger logger, int count, int silos);

    [LoggerMessage(1604, LogLevel.Information, "Moving {Count} busy grains to {Silos} silos that are called less: this one is called {Calls} times a second, all on average {Mean} times")]
    public static partial void BalancingCalls(this ILogger logger, int count, int silos, int calls, int mean);

    [LoggerMessage(1603, LogLevel.Warning, "The grains could not be balanced this time: {Reason}")]
    public static partial void BalanceFailed(this ILogger logger, string reason);
}
