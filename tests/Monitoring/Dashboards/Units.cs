namespace ActiveActive.Tests.Monitoring.Dashboards;

/// <summary>Grafana's names of units.</summary>
internal static class Units
{
    public const string Count = "short";
    public const string PerSecond = "ops";
    public const string CallsPerSecond = "reqps";
    public const string Seconds = "s";
    public const string Bytes = "bytes";
    public const string BytesPerSecond = "Bps";
    public const string Share = "percentunit";

    /// <summary>1 is up.</summary>
    public const string State = "bool_on_off";
}
