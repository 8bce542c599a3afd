namespace ActiveActive.Silo.Health;

/// <summary>What a check has found last, as told to others.</summary>
/// <param name="Name">The check.</param>
/// <param name="Status">What is known.</param>
/// <param name="Severity">How bad it is when it fails.</param>
/// <param name="Says">The finding in words.</param>
/// <param name="Value">The figure; null when there is none.</param>
/// <param name="Threshold">From when on it is wrong; null when it is not judged.</param>
/// <param name="Unit">The unit of both.</param>
/// <param name="Advice">What to do; null when nothing is wrong.</param>
/// <param name="AgeSeconds">How old the figure is; null when there is none yet.</param>
/// <param name="DurationSeconds">How long the look took.</param>
internal sealed record CheckResult(
    string Name,
    CheckStatus Status,
    HealthSeverity Severity,
    string Says,
    double? Value,
    double? Threshold,
    string? Unit,
    string? Advice,
    double? AgeSeconds,
    double? DurationSeconds);
