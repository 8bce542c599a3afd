namespace ActiveActive.Cli.Top;

/// <summary>How the changes of one region come to another.</summary>
internal sealed record TopLink(
    string From, string To, string Status, DateTimeOffset? AsOf, double? WatermarkAgeSeconds, TopLatency Lag, double? BacklogBatches, double? BacklogBytes, double? CatchUpSeconds, double AppliedPerSecond, double? DeadLetters);
