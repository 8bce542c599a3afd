namespace ActiveActive.Silo.Console.Model;

/// <summary>How a link was, in columns of equal length.</summary>
/// <param name="From">The region whose changes they are.</param>
/// <param name="To">The region that takes them.</param>
/// <param name="At">The points' times, in seconds since 1970, ascending, evenly spaced.</param>
/// <param name="WatermarkAgeSeconds">The age of the newest change that was applied; null where not known.</param>
/// <param name="BacklogBatches">Batches that waited; null where not known.</param>
/// <param name="LagP99">99th percentile of the time from commit to being applied, in seconds; null where nothing was.</param>
internal sealed record LinkHistory(
    string From,
    string To,
    IReadOnlyList<double> At,
    IReadOnlyList<double?> WatermarkAgeSeconds,
    IReadOnlyList<double?> BacklogBatches,
    IReadOnlyList<double?> LagP99);
