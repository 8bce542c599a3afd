namespace ActiveActive.Tests.Monitoring.Dashboards;

/// <summary>The dashboards that are shipped.</summary>
internal static class AllDashboards
{
    public static IReadOnlyList<Dashboard> List { get; } =
    [
        OverviewDashboard.Build(),
        RegionDashboard.Build(),
        LinkDashboard.Build(),
        SiloDashboard.Build(),
        GrainTypeDashboard.Build(),
        StorageDashboard.Build(),
    ];
}
