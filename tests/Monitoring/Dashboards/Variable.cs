namespace ActiveActive.Tests.Monitoring.Dashboards;

/// <summary>Something to choose at the top of a dashboard.</summary>
/// <param name="Name">As in queries, after a dollar sign.</param>
/// <param name="Label">For people.</param>
/// <param name="Selector">The series whose label is offered, with variables that stand before this one.</param>
/// <param name="ValuesOf">That label.</param>
internal sealed record Variable(string Name, string Label, string Selector, string ValuesOf)
{
    public static Variable Region { get; } = new("region", "Region", "up{job=\"activeactive\"}", "region");

    public static Variable Silo { get; } = new("silo", "Silo", "up{job=\"activeactive\", region=~\"$region\"}", "silo");

    public static Variable Grain { get; } = new("grain", "Grain type", "activeactive_call_duration_seconds_count{region=~\"$region\"}", "grain");

    public static Variable Origin { get; } = new("origin", "Takes from", "activeactive_replication_watermark_age_seconds{region=~\"$region\"}", "origin");

    /// <summary>What Grafana asks for.</summary>
    public string Definition => $"label_values({Selector}, {ValuesOf})";
}
