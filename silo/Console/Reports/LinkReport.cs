using ActiveActive.Silo.Console.Model;

namespace ActiveActive.Silo.Console.Reports;

/// <summary>How the changes of another region come, as told by the silo that takes them. See <see cref="LinkView"/>.</summary>
internal sealed record LinkReport(
    string From,
    bool? IsUp,
    double? WatermarkAgeSeconds,
    LatencyView Lag,
    double? BacklogBatches,
    double? BacklogBytes,
    double? CatchUpSeconds,
    double AppliedPerSecond,
    double? DeadLetters);
