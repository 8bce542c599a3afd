namespace ActiveActive.Tests.Monitoring.Dashboards;

/// <summary>Pieces of queries.</summary>
internal static class Ask
{
    /// <summary>The chosen regions.</summary>
    public const string Regions = "region=~\"$region\"";

    /// <summary>The chosen silos.</summary>
    public const string Silos = "region=~\"$region\", silo=~\"$silo\"";

    /// <summary>The chosen types of grains.</summary>
    public const string Grains = "region=~\"$region\", grain=~\"$grain\"";

    /// <summary>The chosen links, by the regions that take and those that they take from.</summary>
    public const string Links = "region=~\"$region\", origin=~\"$origin\"";

    /// <summary>The query, and 0 for each region in which what it asks for has not happened.</summary>
    public static string Or0(string expression) => $"{expression} or on (region) 0 * region:silos_up:sum{{{Regions}}}";

    /// <summary>The query, and 0 for each silo on which what it asks for has not happened.</summary>
    public static string Or0BySilo(string expression) => $"{expression} or on (region, silo) 0 * up{{job=\"activeactive\", {Silos}}}";

    /// <summary>The rate of a counter.</summary>
    public static string Rate(string counter, string labels) => $"rate({counter}{{{labels}}}[$__rate_interval])";

    /// <summary>A quantile of a histogram over the interval, where anything was measured.</summary>
    public static string Quantile(double quantile, string histogram, string labels, string by) =>
        FormattableString.Invariant($"histogram_quantile({quantile}, sum by ({by}, le) ({Rate(histogram + "_bucket", labels)})) >= 0");

    /// <summary>The mean of a histogram over the interval, where anything was measured.</summary>
    public static string Mean(string histogram, string labels, string by) =>
        $"sum by ({by}) ({Rate(histogram + "_sum", labels)}) / (sum by ({by}) ({Rate(histogram + "_count", labels)}) > 0)";
}
