namespace ActiveActive.Silo.Console.Model;

/// <summary>What a region's silos did, in columns of equal length. What a silo had done that died is missing.</summary>
/// <param name="Region">The region.</param>
/// <param name="At">The points' times, in seconds since 1970, ascending, evenly spaced.</param>
/// <param name="CallsPerSecond">Grain calls.</param>
/// <param name="ErrorsPerSecond">Calls that failed.</param>
/// <param name="WritesPerSecond">Writes.</param>
/// <param name="P50">Median of the calls' time in seconds; null where there were none.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="P999">99.9th percentile.</param>
internal sealed record RegionHistory(
    string Region,
    IReadOnlyList<double> At,
    IReadOnlyList<double> CallsPerSecond,
    IReadOnlyList<double> ErrorsPerSecond,
    IReadOnlyList<double> WritesPerSecond,
    IReadOnlyList<double?> P50,
    IReadOnlyList<double?> P99,
    IReadOnlyList<double?> P999);
