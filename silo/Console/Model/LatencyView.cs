namespace ActiveActive.Silo.Console.Model;

/// <summary>Percentiles of a time, in seconds, to within a tenth; null when there was nothing to measure.</summary>
internal sealed record LatencyView(double? P50, double? P99, double? P999);
