namespace ActiveActive.Silo.Console.Model;

/// <summary>How the changes of one region come to another.</summary>
/// <param name="From">The region whose changes they are.</param>
/// <param name="To">The region that takes them.</param>
/// <param name="Status">How it is, in one word.</param>
/// <param name="AsOf">When the rest was so; null when nothing is known yet.</param>
/// <param name="IsUp">Whether the taking region reaches the other one; null when not known.</param>
/// <param name="PulledBy">The silo that takes them; null when not known.</param>
/// <param name="WatermarkAgeSeconds">The age of the newest change (or heartbeat) that is applied: small when all is well, growing when nothing comes through. Null when not known.</param>
/// <param name="Lag">How long changes took from their commit there to being applied here, in the last minute.</param>
/// <param name="BacklogBatches">Batches that are known to wait; null when not known.</param>
/// <param name="BacklogBytes">Bytes that are stored and wait; null when not known.</param>
/// <param name="CatchUpSeconds">How long it will take until nothing waits, at the present rate; 0 when nothing does; null when it grows, or is not known.</param>
/// <param name="AppliedPerSecond">Changes applied.</param>
/// <param name="DeadLetters">Changes of it that are put aside; null when not known.</param>
internal sealed record LinkView(
    string From,
    string To,
    LinkStatus Status,
    DateTimeOffset? AsOf,
    bool? IsUp,
    string? PulledBy,
    double? WatermarkAgeSeconds,
    LatencyView Lag,
    double? BacklogBatches,
    double? BacklogBytes,
    double? CatchUpSeconds,
    double AppliedPerSecond,
    double? DeadLetters);
