namespace ActiveActive.Cli.Top;

/// <summary>Percentiles in seconds.</summary>
internal sealed record TopLatency(double? P50, double? P99, double? P999);
